// Group normalisation (Wu & He 2018, arXiv:1803.08494): over all pixels and the channels of a group, for each sample,
//   x̂ = (x − mean)/√(variance + ε),   y = act(x̂·scale + shift)   with ε = 1e-5, scale and shift for each channel,
//   act: 0 none, 1 relu.
// Saved for the gradient, for each group of a sample: the mean and the inverse deviation 1/√(variance + ε).
//
// One invocation normalises one group of one sample, in two passes over it. Mean and variance of eight pixels at a time
// are merged with those so far (Chan, Golub & LeVeque 1983), which rounds as little as a pass for each.

struct Params {
  seeds: u32, batch: u32, pixels: u32, channels: u32, clusters: u32, clusterSize: u32, activation: u32,
}

@group(0) @binding(0) var<storage, read> x: array<f32>;                     // [seeds, batch, pixels, channels]
@group(0) @binding(1) var<storage, read> scale: array<f32>;                 // [seeds, channels]
@group(0) @binding(2) var<storage, read> shift: array<f32>;                 // [seeds, channels]
@group(0) @binding(3) var<storage, read_write> y: array<f32>;               // [seeds, batch, pixels, channels]
@group(0) @binding(4) var<storage, read_write> moments: array<vec2f>;       // [seeds, batch, clusters]
@group(1) @binding(0) var<uniform> params: Params;

const EPSILON = 1e-5;

// Four pixels of a channel from `first` on; the last one again where there are fewer.
fn places(start: u32, first: u32) -> vec4u {
  return start + min(first + vec4u(0u, 1u, 2u, 3u), vec4u(params.pixels - 1u)) * params.channels;
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= params.seeds * params.batch * params.clusters) { return; }
  let channel = (i % params.clusters) * params.clusterSize;
  let sample = i / params.clusters;
  let own = (sample / params.batch) * params.channels + channel;
  let first = sample * params.pixels * params.channels + channel;

  var count = 0.0;
  var mean = 0.0;
  var squares = 0.0; // of the deviations from the mean
  for (var k = 0u; k < params.clusterSize; k++) {
    for (var p = 0u; p < params.pixels; p += 8u) {
      let a = places(first + k, p);
      let b = places(first + k, p + 4u);
      let inA = select(vec4f(0.0), vec4f(1.0), p + vec4u(0u, 1u, 2u, 3u) < vec4u(params.pixels));
      let inB = select(vec4f(0.0), vec4f(1.0), p + vec4u(4u, 5u, 6u, 7u) < vec4u(params.pixels));
      let xA = vec4f(x[a.x], x[a.y], x[a.z], x[a.w]);
      let xB = vec4f(x[b.x], x[b.y], x[b.z], x[b.w]);
      let more = f32(min(8u, params.pixels - p));
      let ownMean = (dot(xA, inA) + dot(xB, inB)) / more;
      let dA = (xA - ownMean) * inA;
      let dB = (xB - ownMean) * inB;
      let apart = ownMean - mean;
      let share = more / (count + more);
      mean += apart * share;
      squares += dot(dA, dA) + dot(dB, dB) + apart * apart * count * share;
      count += more;
    }
  }
  let factor = 1.0 / sqrt(squares / count + EPSILON);
  moments[i] = vec2f(mean, factor);

  for (var k = 0u; k < params.clusterSize; k++) {
    let by = scale[own + k];
    let plus = shift[own + k];
    for (var p = 0u; p < params.pixels; p += 4u) {
      let at = places(first + k, p);
      let normal = (vec4f(x[at.x], x[at.y], x[at.z], x[at.w]) - mean) * factor;
      let value = normal * by + plus;
      // What is no number stays none: max may make a number of it.
      let cut = (value < vec4f(0.0)) & vec4<bool>(params.activation == 1u);
      let result = select(value, vec4f(0.0), cut);
      y[at.x] = result.x;
      y[at.y] = result.y;
      y[at.z] = result.z;
      y[at.w] = result.w;
    }
  }
}
