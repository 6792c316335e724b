// The gradient of add-upsampled by its coarse map: each pixel gets the sum of the four that it counted for.
//
//   dx[r, c] = dy[2r, 2c] + dy[2r, 2c + 1] + dy[2r + 1, 2c] + dy[2r + 1, 2c + 1]
//
// One invocation a number.

struct Params { images: u32, height: u32, width: u32, channels: u32, rows: u32, columns: u32 }

@group(0) @binding(0) var<storage, read> dy: array<f32>;        // [images, height, width, channels]
@group(0) @binding(1) var<storage, read_write> dx: array<f32>;  // [images, rows, columns, channels]
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= params.images * params.rows * params.columns * params.channels) { return; }
  let pixel = i / params.channels;
  let line = pixel / params.columns;
  let column = pixel - line * params.columns;
  let channel = i - pixel * params.channels;
  let next = params.channels;
  let below = params.width * params.channels;
  let start = (2u * line * params.width + 2u * column) * params.channels + channel; // lines of all images follow one another
  dx[i] = (dy[start] + dy[start + next]) + (dy[start + below] + dy[start + below + next]);
}
