// The gradient of pool.wgsl: each dy goes to the pixel that was the largest; among equals to the left column, there to the top.
//
// One invocation computes one element of dx, so nothing is written twice.

struct Params { images: u32, poolRows: u32, poolColumns: u32, channels: u32, height: u32, width: u32 }

@group(0) @binding(0) var<storage, read> dy: array<f32>;        // [images, poolRows, poolColumns, channels]
@group(0) @binding(1) var<storage, read> x: array<f32>;         // [images, height, width, channels]
@group(0) @binding(2) var<storage, read_write> dx: array<f32>;  // [images, height, width, channels]
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= params.images * params.height * params.width * params.channels) { return; }
  let k = i % params.channels;
  let w = i / params.channels % params.width;
  let h = i / (params.channels * params.width) % params.height;
  let n = i / (params.channels * params.width * params.height);
  let r = h / 2u;
  let c = w / 2u;
  if (r >= params.poolRows || c >= params.poolColumns) {
    dx[i] = 0.0;
    return;
  }
  let top = ((n * params.height + 2u * r) * params.width + 2u * c) * params.channels + k;
  let bottom = top + params.width * params.channels;
  let left = vec2f(x[top], x[bottom]);
  let right = vec2f(x[top + params.channels], x[bottom + params.channels]);
  let leftWins = max(left.x, left.y) >= max(right.x, right.y);
  let column = select(right, left, leftWins);
  let wins = leftWins == (w % 2u == 0u) && (column.x >= column.y) == (h % 2u == 0u);
  dx[i] = select(0.0, dy[((n * params.poolRows + r) * params.poolColumns + c) * params.channels + k], wins);
}
