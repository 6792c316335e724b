// Patches of images, so that a convolution is a dense layer over them (im2col):
//   y[n, r, c, (i·kernel + j)·channels + k] = x[n, r·stride + i − p, c·stride + j − p, k],  zero outside the image,
// with p = ⌊(kernel − 1)/2⌋, so that there are ⌈height/stride⌉ × ⌈width/stride⌉ patches ('same').
//
// One invocation copies the channels of one tap (i, j) of one patch.

struct Params {
  images: u32, height: u32, width: u32, channels: u32,
  patchRows: u32, patchColumns: u32, taps: u32,
  kernel: u32, stride: u32,
}

@group(0) @binding(0) var<storage, read> x: array<f32>;        // [images, height, width, channels]
@group(0) @binding(1) var<storage, read_write> y: array<f32>;  // [images, patchRows, patchColumns, taps]
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = id.y * groups.x * 64u + id.x;
  let area = params.kernel * params.kernel;
  if (index >= params.images * params.patchRows * params.patchColumns * area) { return; }
  let tap = index % area;
  let patchIndex = index / area;
  let c = patchIndex % params.patchColumns;
  let r = patchIndex / params.patchColumns % params.patchRows;
  let n = patchIndex / (params.patchColumns * params.patchRows);

  let p = (params.kernel - 1u) / 2u;
  let row = r * params.stride + tap / params.kernel - p; // wraps to a huge number above the image
  let column = c * params.stride + tap % params.kernel - p;
  let inside = row < params.height && column < params.width;
  let start = ((n * params.height + row) * params.width + column) * params.channels;
  let at = index * params.channels;
  for (var k = 0u; k < params.channels; k++) {
    if (inside) { y[at + k] = x[start + k]; } else { y[at + k] = 0.0; }
  }
}
