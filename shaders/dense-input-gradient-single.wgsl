// dx = act′(x) · (g·Wᵀ) as in dense-input-gradient.wgsl, for real GPUs and small layers: one invocation computes one
// element, so that as many as possible run at once.

struct Params { seeds: u32, rows: u32, units: u32, features: u32, activation: u32 }

@group(0) @binding(0) var<storage, read> g: array<f32>;         // [seeds, rows, units]
@group(0) @binding(1) var<storage, read> weight: array<f32>;    // [seeds, features, units]
@group(0) @binding(2) var<storage, read> x: array<f32>;         // [seeds, rows, features]
@group(0) @binding(3) var<storage, read_write> dx: array<f32>;  // [seeds, rows, features]
@group(1) @binding(0) var<uniform> params: Params;

fn slope(value: f32) -> f32 {
  if (params.activation == 1u) { return select(0.0, 1.0, value > 0.0); }
  if (params.activation == 2u) { return 1.0 - value * value; }
  return 1.0;
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= params.seeds * params.rows * params.features) { return; }
  let feature = i % params.features;
  let row = i / params.features; // of all seeds
  let seed = row / params.rows;

  var sum = 0.0;
  let w = (seed * params.features + feature) * params.units;
  for (var u = 0u; u < params.units; u++) { sum += g[row * params.units + u] * weight[w + u]; }
  dx[i] = sum * slope(x[i]);
}
