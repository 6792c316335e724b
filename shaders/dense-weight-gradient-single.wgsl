// dW = xᵀ·g and db = Σ g, in parts, as in dense-weight-gradient.wgsl, for real GPUs and small layers: one invocation
// computes one element, so that as many as possible run at once. The biases come last, as the weights of a feature
// that is always one.

struct Params { seeds: u32, rows: u32, features: u32, units: u32, parts: u32, chunk: u32 }

@group(0) @binding(0) var<storage, read> x: array<f32>;         // [seeds, rows, features]
@group(0) @binding(1) var<storage, read> g: array<f32>;         // [seeds, rows, units]
@group(0) @binding(2) var<storage, read_write> dw: array<f32>;  // [seeds, parts, features, units]
@group(0) @binding(3) var<storage, read_write> db: array<f32>;  // [seeds, parts, units]
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  let each = (params.features + 1u) * params.units;
  if (i >= params.seeds * params.parts * each) { return; }
  let unit = i % params.units;
  let feature = i / params.units % (params.features + 1u);
  let part = i / each; // of all seeds
  let seed = part / params.parts;

  let start = part % params.parts * params.chunk;
  let end = min(params.rows, start + params.chunk);
  var sum = 0.0;
  for (var r = seed * params.rows + start; r < seed * params.rows + end; r++) {
    var value = 1.0;
    if (feature < params.features) { value = x[r * params.features + feature]; }
    sum += value * g[r * params.units + unit];
  }
  if (feature < params.features) {
    dw[(part * params.features + feature) * params.units + unit] = sum;
  } else {
    db[part * params.units + unit] = sum;
  }
}
