// conv-input-gradient.wgsl in narrow tiles, for real GPUs, which want many invocations with few registers each:
//   dx[s,n,h,w,c] = act′ · Σ_i Σ_j Σ_f g[s, n, (h + p − i)/stride, (w + p − j)/stride, f] · W[s, (i·kernel + j)·channels + c, f]
// over the taps i, j where both divisions leave no remainder and stay inside. `activation` is that of the layer before,
// whose output is x: act′ is 1 for 0 (none), [x > 0] for 1 (relu), 1 − x² for 2 (tanh).
//
// One invocation computes 4 pixels of a row, `stride` apart so that they see the same taps, × 4 channels. At an edge the
// last channel is computed and written again. Sums run in a fixed order.

struct Params {
  seeds: u32, batch: u32, rows: u32, columns: u32, filters: u32, taps: u32,
  height: u32, width: u32, channels: u32, kernel: u32, stride: u32, activation: u32,
}

@group(0) @binding(0) var<storage, read> g: array<f32>;         // [seeds, batch, rows, columns, filters]
@group(0) @binding(1) var<storage, read> weight: array<f32>;    // [seeds, taps, filters]
@group(0) @binding(2) var<storage, read> x: array<f32>;         // [seeds, batch, height, width, channels]
@group(0) @binding(3) var<storage, read_write> dx: array<f32>;  // [seeds, batch, height, width, channels]
@group(1) @binding(0) var<uniform> params: Params;

fn slope(at: u32) -> f32 {
  if (params.activation == 1u) { return select(0.0, 1.0, x[at] > 0.0); }
  if (params.activation == 2u) { return 1.0 - x[at] * x[at]; }
  return 1.0;
}

// Writes four channels of a pixel.
fn put(line: u32, column: u32, channels: vec4u, value: vec4f) {
  if (column >= params.width) { return; }
  let at = (line * params.width + column) * params.channels + channels;
  dx[at.x] = value.x * slope(at.x);
  dx[at.y] = value.y * slope(at.y);
  dx[at.z] = value.z * slope(at.z);
  dx[at.w] = value.w * slope(at.w);
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let invocation = id.y * groups.x * 64u + id.x;
  let stride = params.stride;
  let across = (params.channels + 3u) / 4u;
  let tiles = ((params.width + stride - 1u) / stride + 3u) / 4u;
  let lines = params.seeds * params.batch * params.height;
  if (invocation >= lines * stride * tiles * across) { return; }
  let channels = min((invocation % across) * 4u + vec4u(0u, 1u, 2u, 3u), vec4u(params.channels - 1u));
  let v = (invocation / across % tiles) * 4u;
  let b = invocation / (across * tiles) % stride; // the pixels are in columns stride·v + b and so on
  let line = invocation / (across * tiles * stride);
  let image = line / params.height;
  let h = line - image * params.height;

  // The first tap and the g it sees; each next tap is `stride` on in the kernel and one back in g.
  let before = (params.kernel - 1u) / 2u;
  let firstRow = (h + before) % stride;
  let firstColumn = (b + before) % stride;
  var row = (h + before) / stride; // in u32 that wrap below zero
  let weights = image / params.batch * params.taps + channels;

  var p0 = vec4f(0.0);
  var p1 = vec4f(0.0);
  var p2 = vec4f(0.0);
  var p3 = vec4f(0.0);
  for (var i = firstRow; i < params.kernel; i += stride) {
    let start = (image * params.rows + row) * params.columns;
    var column = v + (b + before) / stride + vec4u(0u, 1u, 2u, 3u);
    for (var j = firstColumn; j < params.kernel; j += stride) {
      let inside = (column < vec4u(params.columns)) & vec4<bool>(row < params.rows);
      let at = select(vec4u(0u), (start + column) * params.filters, inside);
      let w = (weights + (i * params.kernel + j) * params.channels) * params.filters;
      for (var f = 0u; f < params.filters; f++) {
        let own = vec4f(weight[w.x + f], weight[w.y + f], weight[w.z + f], weight[w.w + f]);
        p0 += select(0.0, g[at.x + f], inside.x) * own;
        p1 += select(0.0, g[at.y + f], inside.y) * own;
        p2 += select(0.0, g[at.z + f], inside.z) * own;
        p3 += select(0.0, g[at.w + f], inside.w) * own;
      }
      column -= 1u;
    }
    row -= 1u;
  }
  put(line, stride * v + b, channels, p0);
  put(line, stride * (v + 1u) + b, channels, p1);
  put(line, stride * (v + 2u) + b, channels, p2);
  put(line, stride * (v + 3u) + b, channels, p3);
}
