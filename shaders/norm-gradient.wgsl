// The gradients of norm.wgsl. With h = dy·scale where the activation let x̂·scale + shift pass, and means over the group:
//   dx = (h − mean(h) − x̂·mean(h·x̂))/√(variance + ε),
//   parts[s,n,0,c] = Σ_p dy·x̂,   parts[s,n,1,c] = Σ_p dy   over the pixels that passed:
// the gradients by scale and shift, which sum-parts.wgsl adds up over the samples.
//
// One invocation does one group of one sample, in two passes over it.

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

// Four pixels of a channel from `first` on; the last one again where there are fewer.
fn places(start: u32, first: u32) -> vec4u {
  return start + min(first + vec4u(0u, 1u, 2u, 3u), vec4u(params.pixels - 1u)) * params.channels;
}

fn normalised(at: vec4u, moment: vec2f) -> vec4f {
  return (vec4f(x[at.x], x[at.y], x[at.z], x[at.w]) - moment.x) * moment.y;
}

// dy where the activation let the value pass, else zero.
fn passed(at: vec4u, value: vec4f) -> vec4f {
  let cut = (value <= vec4f(0.0)) & vec4<bool>(params.activation == 1u);
  return select(vec4f(dy[at.x], dy[at.y], dy[at.z], dy[at.w]), vec4f(0.0), cut);
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= params.seeds * params.batch * params.clusters) { return; }
  let channel = (i % params.clusters) * params.clusterSize;
  let sample = i / params.clusters;
  let own = (sample / params.batch) * params.channels + channel;
  let first = sample * params.pixels * params.channels + channel;
  let moment = moments[i];

  var sum = 0.0; // of h
  var product = 0.0; // of h·x̂
  for (var k = 0u; k < params.clusterSize; k++) {
    let by = scale[own + k];
    let plus = shift[own + k];
    var sums = vec4f(0.0);
    var products = vec4f(0.0);
    for (var p = 0u; p < params.pixels; p += 4u) {
      let at = places(first + k, p);
      let normal = normalised(at, moment);
      let exists = p + vec4u(0u, 1u, 2u, 3u) < vec4u(params.pixels);
      let d = select(vec4f(0.0), passed(at, normal * by + plus), exists);
      sums += d;
      products += d * normal;
    }
    let byShift = dot(sums, vec4f(1.0));
    let byScale = dot(products, vec4f(1.0));
    let to = 2u * sample * params.channels + channel + k;
    parts[to] = byScale;
    parts[to + params.channels] = byShift;
    sum += by * byShift;
    product += by * byScale;
  }

  let size = f32(params.pixels * params.clusterSize);
  let mean = sum / size;
  let slope = product / size;
  for (var k = 0u; k < params.clusterSize; k++) {
    let by = scale[own + k];
    let plus = shift[own + k];
    for (var p = 0u; p < params.pixels; p += 4u) {
      let at = places(first + k, p);
      let normal = normalised(at, moment);
      let result = (passed(at, normal * by + plus) * by - mean - normal * slope) * moment.y;
      dx[at.x] = result.x;
      dx[at.y] = result.y;
      dx[at.z] = result.z;
      dx[at.w] = result.w;
    }
  }
}
