// norm.wgsl for real GPUs: over all pixels and the channels of a group, for each sample,
//   x̂ = (x − mean)/√(variance + ε),   y = act(x̂·scale + shift)   with ε = 1e-5; act: 0 none, 1 relu.
// Saved for the gradient, for each group of a sample: the mean and the inverse deviation 1/√(variance + ε).
//
// A workgroup normalises one group of one sample, in three passes over it.

struct Params {
  seeds: u32, batch: u32, pixels: u32, channels: u32, clusters: u32, clusterSize: u32, activation: u32,
}

@group(0) @binding(0) var<storage, read> x: array<f32>;                // [seeds, batch, pixels, channels]
@group(0) @binding(1) var<storage, read> scale: array<f32>;            // [seeds, channels]
@group(0) @binding(2) var<storage, read> shift: array<f32>;            // [seeds, channels]
@group(0) @binding(3) var<storage, read_write> y: array<f32>;          // [seeds, batch, pixels, channels]
@group(0) @binding(4) var<storage, read_write> moments: array<vec2f>;  // [seeds, batch, clusters]
@group(1) @binding(0) var<uniform> params: Params;

const EPSILON = 1e-5;

var<workgroup> values: array<f32, 64>;

// The sum of a value over the workgroup, by a tree, whose order is fixed.
fn summed(value: f32, local: u32) -> f32 {
  workgroupBarrier(); // the last sum has been read
  values[local] = value;
  for (var apart = 32u; apart > 0u; apart /= 2u) {
    workgroupBarrier();
    if (local < apart) { values[local] += values[local + apart]; }
  }
  workgroupBarrier();
  return values[0];
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let i = group.y * groups.x + group.x;
  if (i >= params.seeds * params.batch * params.clusters) { return; }
  let channel = (i % params.clusters) * params.clusterSize;
  let sample = i / params.clusters;
  let own = (sample / params.batch) * params.channels + channel;
  let first = sample * params.pixels * params.channels + channel;
  let size = f32(params.pixels * params.clusterSize);

  var sum = 0.0;
  for (var p = local; p < params.pixels; p += 64u) {
    for (var k = 0u; k < params.clusterSize; k++) { sum += x[first + p * params.channels + k]; }
  }
  let mean = summed(sum, local) / size;
  var squares = 0.0;
  for (var p = local; p < params.pixels; p += 64u) {
    for (var k = 0u; k < params.clusterSize; k++) {
      let centred = x[first + p * params.channels + k] - mean;
      squares += centred * centred;
    }
  }
  let factor = 1.0 / sqrt(summed(squares, local) / size + EPSILON);
  if (local == 0u) { moments[i] = vec2f(mean, factor); }

  for (var p = local; p < params.pixels; p += 64u) {
    for (var k = 0u; k < params.clusterSize; k++) {
      let at = first + p * params.channels + k;
      let value = (x[at] - mean) * factor * scale[own + k] + shift[own + k];
      // What is no number stays none: max may make a number of it.
      y[at] = select(value, 0.0, value < 0.0 && params.activation == 1u);
    }
  }
}
