// norm-gradient.wgsl for real GPUs. With h = dy·scale where the activation let x̂·scale + shift pass, and means over the
// group:
//   dx = (h − mean(h) − x̂·mean(h·x̂))/√(variance + ε),
//   parts[s,n,0,c] = Σ_p dy·x̂,   parts[s,n,1,c] = Σ_p dy   over the pixels that passed.
//
// A workgroup does one group of one sample, in two passes over it.

struct Params {
  seeds: u32, batch: u32, pixels: u32, channels: u32, clusters: u32, clusterSize: u32, activation: u32,
}

@group(0) @binding(0) var<storage, read> dy: array<f32>;           // [seeds, batch, pixels, channels]
@group(0) @binding(1) var<storage, read> x: array<f32>;            // [seeds, batch, pixels, channels]
@group(0) @binding(2) var<storage, read> moments: array<vec2f>;    // [seeds, batch, clusters]: mean, inverse deviation
@group(0) @binding(3) var<storage, read> scale: array<f32>;        // [seeds, channels]
@group(0) @binding(4) var<storage, read> shift: array<f32>;        // [seeds, channels]
@group(0) @binding(5) var<storage, read_write> dx: array<f32>;     // [seeds, batch, pixels, channels]
@group(0) @binding(6) var<storage, read_write> parts: array<f32>;  // [seeds, batch, 2, channels]
@group(1) @binding(0) var<uniform> params: Params;

var<workgroup> values: array<vec2f, 64>;

// The sums of two values over the workgroup, by a tree, whose order is fixed.
fn summed(value: vec2f, local: u32) -> vec2f {
  workgroupBarrier(); // the last sum has been read
  values[local] = value;
  for (var apart = 32u; apart > 0u; apart /= 2u) {
    workgroupBarrier();
    if (local < apart) { values[local] += values[local + apart]; }
  }
  workgroupBarrier();
  return values[0];
}

// dy where the activation let the value pass, else zero.
fn passed(at: u32, value: f32) -> f32 {
  return select(dy[at], 0.0, value <= 0.0 && params.activation == 1u);
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
  let moment = moments[i];

  var totals = vec2f(0.0); // of h·x̂ and of h
  for (var k = 0u; k < params.clusterSize; k++) {
    var sums = vec2f(0.0);
    for (var p = local; p < params.pixels; p += 64u) {
      let at = first + p * params.channels + k;
      let normal = (x[at] - moment.x) * moment.y;
      sums += passed(at, normal * scale[own + k] + shift[own + k]) * vec2f(normal, 1.0);
    }
    let all = summed(sums, local);
    if (local == 0u) {
      let to = 2u * sample * params.channels + channel + k;
      parts[to] = all.x;
      parts[to + params.channels] = all.y;
    }
    totals += scale[own + k] * all;
  }

  let means = totals / f32(params.pixels * params.clusterSize);
  for (var p = local; p < params.pixels; p += 64u) {
    for (var k = 0u; k < params.clusterSize; k++) {
      let at = first + p * params.channels + k;
      let normal = (x[at] - moment.x) * moment.y;
      let h = passed(at, normal * scale[own + k] + shift[own + k]) * scale[own + k];
      dx[at] = (h - means.y - normal * means.x) * moment.y;
    }
  }
}
