// conv.wgsl in narrow tiles, for real GPUs, which want many invocations with few registers each:
//   y[s,n,r,q,f] = act(b[s,f] + Σ_i Σ_j Σ_c x[s, n, r·stride + i − p, q·stride + j − p, c] · W[s, (i·kernel + j)·channels + c, f]),
//   p = ⌊(kernel − 1)/2⌋, zeros outside of the image; act: 0 none, 1 relu.
//
// One invocation computes 4 pixels, one after another through all images of a seed, × 4 filters. At an edge the last
// pixel or filter is computed and written again. Sums run in a fixed order.

struct Params {
  seeds: u32, batch: u32, height: u32, width: u32, channels: u32, taps: u32, filters: u32,
  rows: u32, columns: u32, kernel: u32, stride: u32, activation: u32,
}

@group(0) @binding(0) var<storage, read> x: array<f32>;        // [seeds, batch, height, width, channels]
@group(0) @binding(1) var<storage, read> weight: array<f32>;   // [seeds, taps, filters]
@group(0) @binding(2) var<storage, read> bias: array<f32>;     // [seeds, filters]
@group(0) @binding(3) var<storage, read_write> y: array<f32>;  // [seeds, batch, rows, columns, filters]
@group(1) @binding(0) var<uniform> params: Params;

// Writes four filters of a pixel. What is no number stays none: max may make a number of it.
fn put(at: vec4u, value: vec4f) {
  let result = select(value, vec4f(0.0), (value < vec4f(0.0)) & vec4<bool>(params.activation == 1u));
  y[at.x] = result.x;
  y[at.y] = result.y;
  y[at.z] = result.z;
  y[at.w] = result.w;
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let invocation = id.y * groups.x * 64u + id.x;
  let across = (params.filters + 3u) / 4u;
  let pixels = params.batch * params.rows * params.columns;
  let down = (pixels + 3u) / 4u;
  if (invocation >= params.seeds * down * across) { return; }
  let filters = min((invocation % across) * 4u + vec4u(0u, 1u, 2u, 3u), vec4u(params.filters - 1u));
  let pixel = min((invocation / across % down) * 4u + vec4u(0u, 1u, 2u, 3u), vec4u(pixels - 1u));
  let seed = invocation / (across * down);

  // Where the first tap of each pixel lies in x, in u32 that wrap below zero.
  let before = (params.kernel - 1u) / 2u;
  let line = pixel / params.columns;
  let image = line / params.rows;
  let row = (line - image * params.rows) * params.stride - before;
  let column = (pixel - line * params.columns) * params.stride - before;
  let first = ((seed * params.batch + image) * params.height + row) * params.width + column;

  let b = seed * params.filters + filters;
  var p0 = vec4f(bias[b.x], bias[b.y], bias[b.z], bias[b.w]);
  var p1 = p0;
  var p2 = p0;
  var p3 = p0;
  var w = seed * params.taps * params.filters + filters;
  for (var i = 0u; i < params.kernel; i++) {
    for (var j = 0u; j < params.kernel; j++) {
      let inside = (row + i < vec4u(params.height)) & (column + j < vec4u(params.width));
      let start = select(vec4u(0u), (first + i * params.width + j) * params.channels, inside);
      for (var c = 0u; c < params.channels; c++) {
        let weights = vec4f(weight[w.x], weight[w.y], weight[w.z], weight[w.w]);
        p0 += select(0.0, x[start.x + c], inside.x) * weights;
        p1 += select(0.0, x[start.y + c], inside.y) * weights;
        p2 += select(0.0, x[start.z + c], inside.z) * weights;
        p3 += select(0.0, x[start.w + c], inside.w) * weights;
        w += params.filters;
      }
    }
  }
  let to = (seed * pixels + pixel) * params.filters;
  put(to.x + filters, p0);
  put(to.y + filters, p1);
  put(to.z + filters, p2);
  put(to.w + filters, p3);
}
