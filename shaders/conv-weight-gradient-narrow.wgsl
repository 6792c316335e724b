// conv-weight-gradient.wgsl in narrow tiles, for real GPUs, which want many invocations with few registers each: over
// the pixels n, r, q of a part,
//   dW[s,part,(i·kernel + j)·channels + c,f] = Σ g[s,n,r,q,f] · x[s, n, r·stride + i − p, q·stride + j − p, c],
//   dW[s,part,lines − 1,f] = Σ g[s,n,r,q,f],   p = ⌊(kernel − 1)/2⌋, zeros outside of the image.
//
// One invocation computes one line × 4 filters. At an edge the last filter is computed and written again. Sums run in a
// fixed order.

struct Params {
  seeds: u32, batch: u32, height: u32, width: u32, channels: u32, rows: u32, columns: u32, filters: u32,
  parts: u32, lines: u32, kernel: u32, stride: u32, chunk: u32,
}

@group(0) @binding(0) var<storage, read> x: array<f32>;         // [seeds, batch, height, width, channels]
@group(0) @binding(1) var<storage, read> g: array<f32>;         // [seeds, batch, rows, columns, filters]
@group(0) @binding(2) var<storage, read_write> dw: array<f32>;  // [seeds, parts, lines, filters]
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let invocation = id.y * groups.x * 64u + id.x;
  let across = (params.filters + 3u) / 4u;
  if (invocation >= params.seeds * params.parts * params.lines * across) { return; }
  let filters = min((invocation % across) * 4u + vec4u(0u, 1u, 2u, 3u), vec4u(params.filters - 1u));
  let line = invocation / across % params.lines;
  let part = invocation / (across * params.lines) % params.parts;
  let seed = invocation / (across * params.lines * params.parts);
  let isBias = line == params.lines - 1u;
  let tap = line / params.channels;
  let channel = line - tap * params.channels;
  let before = (params.kernel - 1u) / 2u;
  let i = tap / params.kernel - before; // in u32 that wrap below zero
  let j = tap % params.kernel - before;

  var sums = vec4f(0.0);
  let pixels = params.batch * params.rows * params.columns;
  let end = min(pixels, (part + 1u) * params.chunk);
  for (var n = part * params.chunk; n < end; n++) {
    let y = n / params.columns;
    let image = y / params.rows;
    let row = (y - image * params.rows) * params.stride + i;
    let column = (n - y * params.columns) * params.stride + j;
    let inside = row < params.height && column < params.width && !isBias;
    let at = (((seed * params.batch + image) * params.height + row) * params.width + column) * params.channels;
    let seen = select(select(0.0, x[select(0u, at + channel, inside)], inside), 1.0, isBias);
    let k = (seed * pixels + n) * params.filters + filters;
    sums += seen * vec4f(g[k.x], g[k.y], g[k.z], g[k.w]);
  }
  let to = ((seed * params.parts + part) * params.lines + line) * params.filters + filters;
  dw[to.x] = sums.x;
  dw[to.y] = sums.y;
  dw[to.z] = sums.z;
  dw[to.w] = sums.w;
}
