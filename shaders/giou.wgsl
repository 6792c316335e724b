// The loss of the boxes of a detector by how much they overlap (Rezatofighi et al. 2019, arXiv:1902.09630, algorithm 1):
//
//   loss of an anchor = 1 − GIoU = 2 − I / U − U / C
//   I the area that both boxes share, U that which either covers, C that of the smallest box around both
//
// Nothing of it changes where both axes are stretched, so boxes are looked at from their anchor, whose sides are 1: a box
// (dx, dy, dw, dh) reaches from dx − w / 2 to dx + w / 2 with w = exp(min(dw, most)), and likewise upright. Along an axis
//   i = max(0, min(r, R) − max(l, L))     c = max(r, R) − min(l, L)
// With S = w h, which U has less of what is shared, so that dU = dS − dI,
//   slope = −dI / U + I dU / U² + (U (dC − dU) − (C − U) dU) / C²
// Where a box lies within the other nothing is a small difference of large numbers: i and c are the sizes themselves, and U is the
// larger area and what the smaller one has outside.
//
// Only anchors with an object count, those whose target is a class; 0 elsewhere. One invocation an anchor (and seed, and image).
// A number that is not finite gives NaN for its anchor where that counts.

struct Params { seeds: u32, batch: u32, anchors: u32, most: f32 }

@group(0) @binding(0) var<storage, read> boxes: array<f32>;        // [seeds, batch, anchors, 4]
@group(0) @binding(1) var<storage, read> deltas: array<f32>;       // [seeds, batch, anchors, 4]
@group(0) @binding(2) var<storage, read> targets: array<f32>;      // [seeds, batch, anchors]
@group(0) @binding(3) var<storage, read_write> loss: array<f32>;   // [seeds, batch, anchors]
@group(0) @binding(4) var<storage, read_write> slope: array<f32>;  // [seeds, batch, anchors, 4]
@group(1) @binding(0) var<uniform> params: Params;

// One axis of two boxes.
struct Axis {
  size: f32,
  other: f32,   // the size of the object's box
  both: f32,
  around: f32,
  moves: vec2f, // d both / d centre, d around / d centre
  grows: vec2f, // the same by the logarithm of the size
  widens: f32,  // d size / d the logarithm of it
}
fn compare(centre: f32, ratio: f32, otherCentre: f32, otherRatio: f32) -> Axis {
  let size = exp(min(ratio, params.most));
  let other = exp(min(otherRatio, params.most));
  let l = centre - size / 2.0;
  let r = centre + size / 2.0;
  let L = otherCentre - other / 2.0;
  let R = otherCentre + other / 2.0;
  let inner = between(l > L, r < R, vec4f(l, r, L, R), size, other);
  let outer = between(L > l, r > R, vec4f(l, r, L, R), size, other);
  // Which of its edges bound what is shared, and what is around both.
  let within = vec2f(select(0.0, 1.0, l > L), select(0.0, 1.0, r < R)) * select(0.0, 1.0, inner > 0.0);
  let beyond = vec2f(select(0.0, 1.0, l < L), select(0.0, 1.0, r > R));
  let widens = select(0.0, size, ratio < params.most);
  let moves = vec2f(within.y - within.x, beyond.y - beyond.x);
  let grows = vec2f(within.x + within.y, beyond.x + beyond.y) * widens / 2.0;
  return Axis(size, other, max(inner, 0.0), outer, moves, grows, widens);
}
// How far it is between two edges (l, r, L, R), of which its own are some.
fn between(low: bool, high: bool, edges: vec4f, size: f32, other: f32) -> f32 {
  let apart = select(edges.w - edges.x, edges.y - edges.z, high);
  return select(select(apart, other, !low && !high), size, low && high);
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let anchor = id.y * groups.x * 64u + id.x;
  if (anchor >= params.seeds * params.batch * params.anchors) { return; }
  let counts = targets[anchor] > -0.5;
  let at = 4u * anchor;
  var sound = true;
  for (var k = at; k < at + 4u; k++) { sound = sound && finite(boxes[k]) && finite(deltas[k]); }
  let x = compare(boxes[at], boxes[at + 2u], deltas[at], deltas[at + 2u]);
  let y = compare(boxes[at + 1u], boxes[at + 3u], deltas[at + 1u], deltas[at + 3u]);
  let I = x.both * y.both;
  let S = x.size * y.size;
  let W = x.other * y.other;
  let U = max(S, W) + (min(S, W) - I);
  let C = x.around * y.around;
  let areas = vec3f(I, U, C);
  let byX = slopeOf(areas, x.moves.x * y.both, x.moves.y * y.around, 0.0);
  let byY = slopeOf(areas, y.moves.x * x.both, y.moves.y * x.around, 0.0);
  let byWidth = slopeOf(areas, x.grows.x * y.both, x.grows.y * y.around, x.widens * y.size);
  let byHeight = slopeOf(areas, y.grows.x * x.both, y.grows.y * x.around, y.widens * x.size);
  slope[at] = select(0.0, byX, counts);
  slope[at + 1u] = select(0.0, byY, counts);
  slope[at + 2u] = select(0.0, byWidth, counts);
  slope[at + 3u] = select(0.0, byHeight, counts);
  loss[anchor] = select(0.0, (U - I) / U + (C - U) / C, counts);
  if (counts && !sound) {
    for (var k = at; k < at + 4u; k++) { slope[k] = notANumber(); }
    loss[anchor] = notANumber();
  }
}

// What the loss gains with the areas I, C and S.
fn slopeOf(areas: vec3f, dI: f32, dC: f32, dS: f32) -> f32 {
  let I = areas.x;
  let U = areas.y;
  let C = areas.z;
  let dU = dS - dI;
  return -dI / U + I * dU / (U * U) + (U * (dC - dU) - (C - U) * dU) / (C * C);
}

// WGSL promises neither infinity nor NaN: look at the bits, and make NaN of bits the compiler can't know.
fn finite(x: f32) -> bool { return (bitcast<u32>(x) & 0x7f800000u) != 0x7f800000u; }
fn notANumber() -> f32 { return bitcast<f32>(0x7fc00000u | params.anchors); }
