// conv-pool.wgsl in narrow tiles, for real GPUs, which want many invocations with few registers each: with zeros outside
// of the image and z before the pooling,
//   z[s,n,h,w,f] = b[s,f] + Σ_i Σ_j Σ_c x[s, n, h + i − 1, w + j − 1, c] · W[s, (3i + j)·channels + c, f],
//   y[s,n,r,q,f] = max(0, max of z[s, n, 2r + {0,1}, 2q + {0,1}, f]),   an odd last row or column of z is left out.
// `code` says which of the four was the largest: 2·row + column in its window, the first among equals, and 4 where y is 0.
//
// One invocation computes a window × 4 filters. At an edge the last filter is computed and written again. Sums run in a
// fixed order.

struct Params {
  seeds: u32, batch: u32, height: u32, width: u32, channels: u32, taps: u32, filters: u32,
  poolRows: u32, poolColumns: u32,
}

@group(0) @binding(0) var<storage, read> x: array<f32>;           // [seeds, batch, height, width, channels]
@group(0) @binding(1) var<storage, read> weight: array<f32>;      // [seeds, taps, filters]
@group(0) @binding(2) var<storage, read> bias: array<f32>;        // [seeds, filters]
@group(0) @binding(3) var<storage, read_write> y: array<f32>;     // [seeds, batch, poolRows, poolColumns, filters]
@group(0) @binding(4) var<storage, read_write> code: array<f32>;  // [seeds, batch, poolRows, poolColumns, filters]
@group(1) @binding(0) var<uniform> params: Params;

// The largest of four filters and its code. What is no number stays none.
struct Largest { value: vec4f, code: vec4f }

fn larger(a: Largest, b: Largest) -> Largest {
  let none = (bitcast<vec4u>(b.value) & vec4u(0x7fffffffu)) > vec4u(0x7f800000u);
  let wins = (b.value > a.value) | none;
  return Largest(select(a.value, b.value, wins), select(a.code, b.code, wins));
}

// A row of the four pixels in each direction of a window, zero outside.
fn seen(line: u32, columns: vec4u, channel: u32, inside: vec4<bool>) -> vec4f {
  let at = select(vec4u(0u), (line * params.width + columns) * params.channels + channel, inside);
  return select(vec4f(0.0), vec4f(x[at.x], x[at.y], x[at.z], x[at.w]), inside);
}

fn weights(at: vec4u) -> vec4f {
  return vec4f(weight[at.x], weight[at.y], weight[at.z], weight[at.w]);
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let invocation = id.y * groups.x * 64u + id.x;
  let across = (params.filters + 3u) / 4u;
  if (invocation >= params.seeds * params.batch * params.poolRows * params.poolColumns * across) { return; }
  let window = invocation / across;
  let filters = min((invocation - window * across) * 4u + vec4u(0u, 1u, 2u, 3u), vec4u(params.filters - 1u));
  let line = window / params.poolColumns;
  let image = line / params.poolRows;
  let seed = image / params.batch;

  // The 4×4 pixels that the window sees, from one above and left of it on, in u32 that wrap below zero.
  let top = 2u * (line - image * params.poolRows) - 1u;
  let columns = 2u * (window - line * params.poolColumns) + vec4u(0u, 1u, 2u, 3u) - 1u;
  let rows = top + vec4u(0u, 1u, 2u, 3u);
  let inColumn = columns < vec4u(params.width);
  let inRow = rows < vec4u(params.height);
  let lines = image * params.height + rows;

  let b = seed * params.filters + filters;
  let start = vec4f(bias[b.x], bias[b.y], bias[b.z], bias[b.w]);
  var z0 = start;
  var z1 = start;
  var z2 = start;
  var z3 = start;
  for (var c = 0u; c < params.channels; c++) {
    let x0 = seen(lines.x, columns, c, inColumn & vec4<bool>(inRow.x));
    let x1 = seen(lines.y, columns, c, inColumn & vec4<bool>(inRow.y));
    let x2 = seen(lines.z, columns, c, inColumn & vec4<bool>(inRow.z));
    let x3 = seen(lines.w, columns, c, inColumn & vec4<bool>(inRow.w));
    let w = (seed * params.taps + c) * params.filters + filters;
    let next = params.channels * params.filters; // from one tap's weights to the next one's
    let w00 = weights(w);
    let w01 = weights(w + next);
    let w02 = weights(w + 2u * next);
    let w10 = weights(w + 3u * next);
    let w11 = weights(w + 4u * next);
    let w12 = weights(w + 5u * next);
    let w20 = weights(w + 6u * next);
    let w21 = weights(w + 7u * next);
    let w22 = weights(w + 8u * next);
    z0 += x0.x * w00 + x0.y * w01 + x0.z * w02 + x1.x * w10 + x1.y * w11 + x1.z * w12 + x2.x * w20 + x2.y * w21 + x2.z * w22;
    z1 += x0.y * w00 + x0.z * w01 + x0.w * w02 + x1.y * w10 + x1.z * w11 + x1.w * w12 + x2.y * w20 + x2.z * w21 + x2.w * w22;
    z2 += x1.x * w00 + x1.y * w01 + x1.z * w02 + x2.x * w10 + x2.y * w11 + x2.z * w12 + x3.x * w20 + x3.y * w21 + x3.z * w22;
    z3 += x1.y * w00 + x1.z * w01 + x1.w * w02 + x2.y * w10 + x2.z * w11 + x2.w * w12 + x3.y * w20 + x3.z * w21 + x3.w * w22;
  }

  let upper = larger(Largest(z0, vec4f(0.0)), Largest(z1, vec4f(1.0)));
  let best = larger(upper, larger(Largest(z2, vec4f(2.0)), Largest(z3, vec4f(3.0))));
  let dead = best.value <= vec4f(0.0);
  let value = select(best.value, vec4f(0.0), dead);
  let which = select(best.code, vec4f(4.0), dead);
  let to = window * params.filters + filters;
  y[to.x] = value.x; code[to.x] = which.x;
  y[to.y] = value.y; code[to.y] = which.y;
  y[to.z] = value.z; code[to.z] = which.z;
  y[to.w] = value.w; code[to.w] = which.w;
}
