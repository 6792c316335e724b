// The mean of every channel over the pixels of an image: y[n,c] = Σ_p x[n,p,c] / pixels.
//
// One invocation computes one mean, in four chains so that loads need not wait for one another.

struct Params { images: u32, pixels: u32, channels: u32 }

@group(0) @binding(0) var<storage, read> x: array<f32>;        // [images, pixels, channels]
@group(0) @binding(1) var<storage, read_write> y: array<f32>;  // [images, channels]
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= params.images * params.channels) { return; }
  let image = i / params.channels;
  let next = params.channels;
  var at = image * params.pixels * next + i - image * next;
  var sums = vec4f(0.0);
  for (var p = 0u; p + 4u <= params.pixels; p += 4u) {
    sums += vec4f(x[at], x[at + next], x[at + 2u * next], x[at + 3u * next]);
    at += 4u * next;
  }
  for (var p = params.pixels / 4u * 4u; p < params.pixels; p++) {
    sums.x += x[at];
    at += next;
  }
  y[i] = ((sums.x + sums.y) + (sums.z + sums.w)) / f32(params.pixels);
}
