// Group normalisation (norm.wgsl), ReLU and max pooling of 2×2 in one: over all pixels and the channels of a group,
//   z = (x − mean)/√(variance + ε)·scale + shift   with ε = 1e-5, scale and shift for each channel,
//   y[s,n,r,q,c] = max(0, max of z[s, n, 2r + {0,1}, 2q + {0,1}, c]);   an odd last row or column of z is left out.
// `code` says which of the four was the largest: 2·row + column in its window, the first among equals, and 4 where y is 0.
// Saved for the gradient, too, for each group of a sample: the mean and the inverse deviation 1/√(variance + ε).
//
// One invocation does one group of one sample, in two passes over it; the first is that of norm.wgsl.

struct Params {
  seeds: u32, batch: u32, height: u32, width: u32, channels: u32,
  clusters: u32, poolRows: u32, poolColumns: u32, clusterSize: u32,
}

@group(0) @binding(0) var<storage, read> x: array<f32>;                // [seeds, batch, height, width, channels]
@group(0) @binding(1) var<storage, read> scale: array<f32>;            // [seeds, channels]
@group(0) @binding(2) var<storage, read> shift: array<f32>;            // [seeds, channels]
@group(0) @binding(3) var<storage, read_write> y: array<f32>;          // [seeds, batch, poolRows, poolColumns, channels]
@group(0) @binding(4) var<storage, read_write> code: array<f32>;       // [seeds, batch, poolRows, poolColumns, channels]
@group(0) @binding(5) var<storage, read_write> moments: array<vec2f>;  // [seeds, batch, clusters]
@group(1) @binding(0) var<uniform> params: Params;

const EPSILON = 1e-5;

// The larger of two values (x) with their codes (y), the first of equals. What is no number stays none.
fn larger(a: vec2f, b: vec2f) -> vec2f {
  let none = (bitcast<u32>(b.x) & 0x7fffffffu) > 0x7f800000u;
  return select(a, b, b.x > a.x || none);
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= params.seeds * params.batch * params.clusters) { return; }
  let pixels = params.height * params.width;
  let channel = (i % params.clusters) * params.clusterSize;
  let sample = i / params.clusters;
  let own = (sample / params.batch) * params.channels + channel;
  let first = sample * pixels * params.channels + channel;

  var count = 0.0;
  var mean = 0.0;
  var squares = 0.0; // of the deviations from the mean
  for (var k = 0u; k < params.clusterSize; k++) {
    for (var p = 0u; p < pixels; p += 8u) {
      let pA = p + vec4u(0u, 1u, 2u, 3u);
      let pB = p + vec4u(4u, 5u, 6u, 7u);
      let a = first + k + min(pA, vec4u(pixels - 1u)) * params.channels;
      let b = first + k + min(pB, vec4u(pixels - 1u)) * params.channels;
      let inA = select(vec4f(0.0), vec4f(1.0), pA < vec4u(pixels));
      let inB = select(vec4f(0.0), vec4f(1.0), pB < vec4u(pixels));
      let xA = vec4f(x[a.x], x[a.y], x[a.z], x[a.w]);
      let xB = vec4f(x[b.x], x[b.y], x[b.z], x[b.w]);
      let more = f32(min(8u, pixels - p));
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

  let windows = params.poolRows * params.poolColumns;
  for (var k = 0u; k < params.clusterSize; k++) {
    let by = scale[own + k];
    let plus = shift[own + k];
    for (var w = 0u; w < windows; w++) {
      let row = w / params.poolColumns;
      let column = w - row * params.poolColumns;
      let top = first + k + 2u * (row * params.width + column) * params.channels;
      let bottom = top + params.width * params.channels;
      let four = vec4f(x[top], x[top + params.channels], x[bottom], x[bottom + params.channels]);
      let z = (four - mean) * factor * by + plus;
      let upper = larger(vec2f(z.x, 0.0), vec2f(z.y, 1.0));
      let best = larger(upper, larger(vec2f(z.z, 2.0), vec2f(z.w, 3.0)));
      let dead = best.x <= 0.0;
      let to = (sample * windows + w) * params.channels + channel + k;
      y[to] = select(best.x, 0.0, dead);
      code[to] = select(best.y, 4.0, dead);
    }
  }
}
