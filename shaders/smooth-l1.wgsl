// The loss of the boxes of a detector (Girshick 2015, arXiv:1504.08083, equation 3, with the bend of later detectors):
//
//   d = boxes − deltas    each of four: d² / 2b where |d| < b, |d| − b / 2 elsewhere    loss of an anchor = Σ over the four
//   slope = d / b where |d| < b, the sign of d elsewhere
//
// Only anchors with an object count, those whose target is a class; 0 elsewhere. One invocation an anchor (and seed, and image).
// A number that is not finite gives NaN for its anchor where that counts.

struct Params { seeds: u32, batch: u32, anchors: u32, bend: f32 }

@group(0) @binding(0) var<storage, read> boxes: array<f32>;        // [seeds, batch, anchors, 4]
@group(0) @binding(1) var<storage, read> deltas: array<f32>;       // [seeds, batch, anchors, 4]
@group(0) @binding(2) var<storage, read> targets: array<f32>;      // [seeds, batch, anchors]
@group(0) @binding(3) var<storage, read_write> loss: array<f32>;   // [seeds, batch, anchors]
@group(0) @binding(4) var<storage, read_write> slope: array<f32>;  // [seeds, batch, anchors, 4]
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let anchor = id.y * groups.x * 64u + id.x;
  if (anchor >= params.seeds * params.batch * params.anchors) { return; }
  let counts = targets[anchor] > -0.5;
  let b = params.bend;
  var sum = 0.0;
  var sound = true;
  for (var k = 4u * anchor; k < 4u * anchor + 4u; k++) {
    let d = boxes[k] - deltas[k];
    let size = abs(d);
    let near = size < b;
    sound = sound && finite(d);
    sum += select(size - b / 2.0, d * d / (2.0 * b), near);
    slope[k] = select(0.0, select(sign(d), d / b, near), counts);
  }
  loss[anchor] = select(0.0, sum, counts);
  if (counts && !sound) {
    for (var k = 4u * anchor; k < 4u * anchor + 4u; k++) { slope[k] = notANumber(); }
    loss[anchor] = notANumber();
  }
}

// WGSL promises neither infinity nor NaN: look at the bits, and make NaN of bits the compiler can't know.
fn finite(x: f32) -> bool { return (bitcast<u32>(x) & 0x7f800000u) != 0x7f800000u; }
fn notANumber() -> f32 { return bitcast<f32>(0x7fc00000u | params.anchors); }
