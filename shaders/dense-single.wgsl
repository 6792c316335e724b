// y = act(x·W + b) as in dense.wgsl, for real GPUs and small layers: one invocation computes one element, so that as
// many as possible run at once.

struct Params { seeds: u32, rows: u32, features: u32, units: u32, activation: u32 }

@group(0) @binding(0) var<storage, read> x: array<f32>;        // [seeds, rows, features]
@group(0) @binding(1) var<storage, read> weight: array<f32>;   // [seeds, features, units]
@group(0) @binding(2) var<storage, read> bias: array<f32>;     // [seeds, units]
@group(0) @binding(3) var<storage, read_write> y: array<f32>;  // [seeds, rows, units]
@group(1) @binding(0) var<uniform> params: Params;

fn act(value: f32) -> f32 {
  // What is no number stays none: max, clamp and tanh may make a number of it.
  if (params.activation == 1u) { return select(value, 0.0, value < 0.0); }
  if (params.activation == 2u) {
    let none = (bitcast<u32>(value) & 0x7fffffffu) > 0x7f800000u;
    return select(tanh(clamp(value, -15.0, 15.0)), value, none);
  }
  return value;
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= params.seeds * params.rows * params.units) { return; }
  let unit = i % params.units;
  let row = i / params.units; // of all seeds
  let seed = row / params.rows;

  var sum = bias[seed * params.units + unit];
  var w = seed * params.features * params.units + unit;
  for (var f = 0u; f < params.features; f++) {
    sum += x[row * params.features + f] * weight[w];
    w += params.units;
  }
  y[i] = act(sum);
}
