// The gradient of norm.wgsl by its input:  dx = (h − mean(h) − x̂·mean(h·x̂))/√(variance + ε)  with h = dy·scale,
// means over the group. Those of scale and shift are Σ dy·x̂ and Σ dy (dense-sum.wgsl).
//
// One invocation does one group of one sample, in two passes over it.

struct Params { seeds: u32, batch: u32, pixels: u32, channels: u32, clusters: u32, clusterSize: u32 }

@group(0) @binding(0) var<storage, read> dy: array<f32>;        // [seeds, batch, pixels, channels]
@group(0) @binding(1) var<storage, read> normal: array<f32>;    // [seeds, batch, pixels, channels]
@group(0) @binding(2) var<storage, read> inverse: array<f32>;   // [seeds, batch, clusters]
@group(0) @binding(3) var<storage, read> scale: array<f32>;     // [seeds, channels]
@group(0) @binding(4) var<storage, read_write> dx: array<f32>;  // [seeds, batch, pixels, channels]
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= params.seeds * params.batch * params.clusters) { return; }
  let channel = (i % params.clusters) * params.clusterSize;
  let sample = i / params.clusters;
  let own = (sample / params.batch) * params.channels + channel;
  let first = sample * params.pixels * params.channels + channel;
  let size = f32(params.pixels * params.clusterSize);

  var sum = 0.0;
  var product = 0.0;
  for (var k = 0u; k < params.clusterSize; k++) {
    let by = scale[own + k];
    for (var p = 0u; p < params.pixels; p++) {
      let at = first + p * params.channels + k;
      let h = dy[at] * by;
      sum += h;
      product += h * normal[at];
    }
  }
  let mean = sum / size;
  let slope = product / size;
  let factor = inverse[i];
  for (var k = 0u; k < params.clusterSize; k++) {
    let by = scale[own + k];
    for (var p = 0u; p < params.pixels; p++) {
      let at = first + p * params.channels + k;
      dx[at] = (dy[at] * by - mean - normal[at] * slope) * factor;
    }
  }
}
