// conv-pool-weight-gradient.wgsl in narrow tiles, for real GPUs, which want many invocations with few registers each:
// over the windows w of a part without those whose code is 4,
//   dW[s,p,(3i + j)·channels + c,f] = Σ dy[s,w,f] · x[s, where code[s,w,f] says + (i − 1, j − 1), c],
//   dW[s,p,lines − 1,f] = Σ dy[s,w,f],   zeros outside of the image.
//
// One invocation computes one number: of each window it looks only at the one pixel that was the largest. Sums run in a
// fixed order.

struct Params {
  seeds: u32, batch: u32, height: u32, width: u32, channels: u32, poolRows: u32, poolColumns: u32, filters: u32,
  parts: u32, lines: u32, chunk: u32,
}

@group(0) @binding(0) var<storage, read> x: array<f32>;         // [seeds, batch, height, width, channels]
@group(0) @binding(1) var<storage, read> dy: array<f32>;        // [seeds, batch, poolRows, poolColumns, filters]
@group(0) @binding(2) var<storage, read> code: array<f32>;      // [seeds, batch, poolRows, poolColumns, filters]
@group(0) @binding(3) var<storage, read_write> dw: array<f32>;  // [seeds, parts, lines, filters]
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let invocation = id.y * groups.x * 64u + id.x;
  if (invocation >= params.seeds * params.parts * params.lines * params.filters) { return; }
  let filter_ = invocation % params.filters;
  let line = invocation / params.filters % params.lines;
  let part = invocation / (params.filters * params.lines) % params.parts;
  let seed = invocation / (params.filters * params.lines * params.parts);
  let isBias = line == params.lines - 1u;
  let tap = line / params.channels;
  let channel = line - tap * params.channels;
  let i = tap / 3u - 1u; // in u32 that wrap below zero
  let j = tap % 3u - 1u;

  var sum = 0.0;
  let windows = params.batch * params.poolRows * params.poolColumns;
  let end = min(windows, (part + 1u) * params.chunk);
  for (var n = part * params.chunk; n < end; n++) {
    let k = (seed * windows + n) * params.filters + filter_;
    let which = u32(code[k]);
    let y = n / params.poolColumns;
    let image = y / params.poolRows;
    let row = 2u * (y - image * params.poolRows) + which / 2u + i;
    let column = 2u * (n - y * params.poolColumns) + which % 2u + j;
    let inside = row < params.height && column < params.width && !isBias;
    let at = (((seed * params.batch + image) * params.height + row) * params.width + column) * params.channels;
    let seen = select(select(0.0, x[select(0u, at + channel, inside)], inside), 1.0, isBias);
    sum += select(dy[k] * seen, 0.0, which == 4u);
  }
  dw[invocation] = sum;
}
