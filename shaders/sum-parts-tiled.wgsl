// sum-parts.wgsl for real GPUs:
//   weight[s,r,c] = Σ_p parts[s,p,r,c] for r < rows − 1,   bias[s,c] = Σ_p parts[s,p,rows − 1,c].
//
// A workgroup computes 16 neighbouring sums: each of its 256 invocations adds up every 16th part, then they meet in a
// tree, whose order is fixed.

struct Params { seeds: u32, parts: u32, rows: u32, columns: u32, features: u32 }

@group(0) @binding(0) var<storage, read> parts: array<f32>;         // [seeds, parts, rows, columns]
@group(0) @binding(1) var<storage, read_write> weight: array<f32>;  // [seeds, features = rows − 1, columns]
@group(0) @binding(2) var<storage, read_write> bias: array<f32>;    // [seeds, columns]
@group(1) @binding(0) var<uniform> params: Params;

var<workgroup> sums: array<f32, 256>;

@compute @workgroup_size(256)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) groups: vec3u,
) {
  let size = params.rows * params.columns;
  let i = (group.y * groups.x + group.x) * 16u + local % 16u;
  let exists = i < params.seeds * size;
  let seed = select(0u, i / size, exists);
  let element = select(0u, i - seed * size, exists);

  var sum = 0.0;
  for (var p = local / 16u; p < params.parts; p += 16u) {
    sum += parts[(seed * params.parts + p) * size + element];
  }
  sums[local] = sum;
  for (var apart = 128u; apart >= 16u; apart /= 2u) {
    workgroupBarrier();
    if (local < apart) { sums[local] += sums[local + apart]; }
  }

  if (local >= 16u || !exists) { return; }
  let weights = params.features * params.columns;
  if (element < weights) {
    weight[seed * weights + element] = sums[local];
  } else {
    bias[seed * params.columns + element - weights] = sums[local];
  }
}
