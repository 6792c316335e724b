// Group normalisation (Wu & He 2018, arXiv:1803.08494): over all pixels and the channels of a group, for each sample,
//   x̂ = (x − mean)/√(variance + ε),   y = x̂·scale + shift   with ε = 1e-5, scale and shift for each channel.
//
// One invocation normalises one group of one sample, in three passes over it. Saved for the gradient: x̂ and
// the inverse deviation 1/√(variance + ε).

struct Params { seeds: u32, batch: u32, pixels: u32, channels: u32, clusters: u32, clusterSize: u32 }

@group(0) @binding(0) var<storage, read> x: array<f32>;               // [seeds, batch, pixels, channels]
@group(0) @binding(1) var<storage, read> scale: array<f32>;           // [seeds, channels]
@group(0) @binding(2) var<storage, read> shift: array<f32>;           // [seeds, channels]
@group(0) @binding(3) var<storage, read_write> y: array<f32>;         // [seeds, batch, pixels, channels]
@group(0) @binding(4) var<storage, read_write> normal: array<f32>;    // [seeds, batch, pixels, channels]
@group(0) @binding(5) var<storage, read_write> inverse: array<f32>;   // [seeds, batch, clusters]
@group(1) @binding(0) var<uniform> params: Params;

const EPSILON = 1e-5;

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
  for (var p = 0u; p < params.pixels; p++) {
    let at = first + p * params.channels;
    for (var k = 0u; k < params.clusterSize; k++) { sum += x[at + k]; }
  }
  let mean = sum / size;

  var squares = 0.0;
  for (var p = 0u; p < params.pixels; p++) {
    let at = first + p * params.channels;
    for (var k = 0u; k < params.clusterSize; k++) {
      let centred = x[at + k] - mean;
      squares += centred * centred;
    }
  }
  let factor = 1.0 / sqrt(squares / size + EPSILON);
  inverse[i] = factor;

  for (var k = 0u; k < params.clusterSize; k++) {
    let by = scale[own + k];
    let plus = shift[own + k];
    for (var p = 0u; p < params.pixels; p++) {
      let at = first + p * params.channels + k;
      let value = (x[at] - mean) * factor;
      normal[at] = value;
      y[at] = value * by + plus;
    }
  }
}
