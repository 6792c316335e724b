// Adds up the parts of a gradient by weights and bias, which is the last row of each part:
//   weight[s,r,c] = Σ_p parts[s,p,r,c] for r < rows − 1,   bias[s,c] = Σ_p parts[s,p,rows − 1,c].
//
// One invocation computes one sum, over the parts in order, in four chains so that loads need not wait for one another.

struct Params { seeds: u32, parts: u32, rows: u32, columns: u32, features: u32 }

@group(0) @binding(0) var<storage, read> parts: array<f32>;         // [seeds, parts, rows, columns]
@group(0) @binding(1) var<storage, read_write> weight: array<f32>;  // [seeds, features = rows − 1, columns]
@group(0) @binding(2) var<storage, read_write> bias: array<f32>;    // [seeds, columns]
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  let size = params.rows * params.columns;
  if (i >= params.seeds * size) { return; }
  let seed = i / size;
  let element = i - seed * size;

  var sums = vec4f(0.0);
  var at = seed * params.parts * size + element;
  for (var p = 0u; p + 4u <= params.parts; p += 4u) {
    sums += vec4f(parts[at], parts[at + size], parts[at + 2u * size], parts[at + 3u * size]);
    at += 4u * size;
  }
  for (var p = params.parts / 4u * 4u; p < params.parts; p++) {
    sums.x += parts[at];
    at += size;
  }
  let sum = (sums.x + sums.y) + (sums.z + sums.w);

  let weights = params.features * params.columns;
  if (element < weights) {
    weight[seed * weights + element] = sum;
  } else {
    bias[seed * params.columns + element - weights] = sum;
  }
}
