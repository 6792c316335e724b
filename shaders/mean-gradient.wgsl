// The gradient of mean.wgsl: dx[n,p,c] = act′ · dy[n,c] / pixels. `activation` is that of the layer before, whose output
// is x: act′ is 1 for 0 (none), [x > 0] for 1 (relu), 1 − x² for 2 (tanh).
//
// One invocation writes up to 16 pixels of a channel.

struct Params { images: u32, channels: u32, pixels: u32, activation: u32 }

@group(0) @binding(0) var<storage, read> dy: array<f32>;        // [images, channels]
@group(0) @binding(1) var<storage, read> x: array<f32>;         // [images, pixels, channels]
@group(0) @binding(2) var<storage, read_write> dx: array<f32>;  // [images, pixels, channels]
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  let runs = (params.pixels + 15u) / 16u;
  if (i >= params.images * runs * params.channels) { return; }
  let channel = i % params.channels;
  let run = i / params.channels % runs;
  let image = i / (params.channels * runs);
  let share = dy[image * params.channels + channel] / f32(params.pixels);
  let end = min(params.pixels, 16u * run + 16u);
  for (var p = 16u * run; p < end; p++) {
    let at = (image * params.pixels + p) * params.channels + channel;
    var slope = 1.0;
    if (params.activation != 0u) {
      let value = x[at];
      slope = select(1.0 - value * value, select(0.0, 1.0, value > 0.0), params.activation == 1u);
    }
    dx[at] = share * slope;
  }
}
