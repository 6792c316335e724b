// The gradient of patches.wgsl by the images (col2im), as a gather: no two invocations write one element.
//   dx[n, h, w, k] = Σ over taps (i, j) of dy[n, r, c, (i·kernel + j)·channels + k]
// where the patch (r, c) = ((h + p − i)/stride, (w + p − j)/stride) exists: whole, and inside the grid of patches.
//
// One invocation computes one element, over the taps in order.

struct Params {
  images: u32, patchRows: u32, patchColumns: u32, taps: u32,
  channels: u32, height: u32, width: u32,
  kernel: u32, stride: u32, missingRows: u32, missingColumns: u32,
}

@group(0) @binding(0) var<storage, read> dy: array<f32>;        // [images, patchRows, patchColumns, taps]
@group(0) @binding(1) var<storage, read_write> dx: array<f32>;  // [images, height, width, channels]
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = id.y * groups.x * 64u + id.x;
  if (index >= params.images * params.height * params.width * params.channels) { return; }
  let k = index % params.channels;
  let w = index / params.channels % params.width;
  let h = index / (params.channels * params.width) % params.height;
  let n = index / (params.channels * params.width * params.height);

  let p = (params.kernel - 1u) / 2u;
  var sum = 0.0;
  for (var i = 0u; i < params.kernel; i++) {
    let down = h + p - i; // wraps to a huge number above the grid
    let r = down / params.stride;
    if (r >= params.patchRows || r * params.stride != down) { continue; }
    for (var j = 0u; j < params.kernel; j++) {
      let along = w + p - j;
      let c = along / params.stride;
      if (c >= params.patchColumns || c * params.stride != along) { continue; }
      let at = ((n * params.patchRows + r) * params.patchColumns + c) * params.taps;
      sum += dy[at + (i * params.kernel + j) * params.channels + k];
    }
  }
  dx[index] = sum;
}
