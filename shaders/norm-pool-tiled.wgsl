// norm-pool.wgsl for real GPUs: over all pixels and the channels of a group,
//   z = (x − mean)/√(variance + ε)·scale + shift   with ε = 1e-5, scale and shift for each channel,
//   y[s,n,r,q,c] = max(0, max of z[s, n, 2r + {0,1}, 2q + {0,1}, c]);   an odd last row or column of z is left out.
// `code` says which of the four was the largest: 2·row + column in its window, the first among equals, and 4 where y is 0.
// Saved for the gradient, too, for each group of a sample: the mean and the inverse deviation 1/√(variance + ε).
//
// A workgroup does one group of one sample, in three passes over it.

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

// The larger of two values (x) with their codes (y), the first of equals. What is no number stays none.
fn larger(a: vec2f, b: vec2f) -> vec2f {
  let none = (bitcast<u32>(b.x) & 0x7fffffffu) > 0x7f800000u;
  return select(a, b, b.x > a.x || none);
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let i = group.y * groups.x + group.x;
  if (i >= params.seeds * params.batch * params.clusters) { return; }
  let pixels = params.height * params.width;
  let channel = (i % params.clusters) * params.clusterSize;
  let sample = i / params.clusters;
  let own = (sample / params.batch) * params.channels + channel;
  let first = sample * pixels * params.channels + channel;
  let size = f32(pixels * params.clusterSize);

  var sum = 0.0;
  for (var p = local; p < pixels; p += 64u) {
    for (var k = 0u; k < params.clusterSize; k++) { sum += x[first + p * params.channels + k]; }
  }
  let mean = summed(sum, local) / size;
  var squares = 0.0;
  for (var p = local; p < pixels; p += 64u) {
    for (var k = 0u; k < params.clusterSize; k++) {
      let centred = x[first + p * params.channels + k] - mean;
      squares += centred * centred;
    }
  }
  let factor = 1.0 / sqrt(summed(squares, local) / size + EPSILON);
  if (local == 0u) { moments[i] = vec2f(mean, factor); }

  let windows = params.poolRows * params.poolColumns;
  for (var w = local; w < windows; w += 64u) {
    let row = w / params.poolColumns;
    let column = w - row * params.poolColumns;
    for (var k = 0u; k < params.clusterSize; k++) {
      let top = first + k + 2u * (row * params.width + column) * params.channels;
      let bottom = top + params.width * params.channels;
      let four = vec4f(x[top], x[top + params.channels], x[bottom], x[bottom + params.channels]);
      let z = (four - mean) * factor * scale[own + k] + shift[own + k];
      let upper = larger(vec2f(z.x, 0.0), vec2f(z.y, 1.0));
      let best = larger(upper, larger(vec2f(z.z, 2.0), vec2f(z.w, 3.0)));
      let dead = best.x <= 0.0;
      let to = (sample * windows + w) * params.channels + channel + k;
      y[to] = select(best.x, 0.0, dead);
      code[to] = select(best.y, 4.0, dead);
    }
  }
}
