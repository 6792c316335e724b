// dx = act′(x) · (g·Wᵀ) as in dense-input-gradient.wgsl, for real GPUs: a workgroup computes a tile of 32 rows × 32
// features, 16 units at a time from its own memory; one of its 64 invocations computes 4 rows × 4 features.

struct Params { seeds: u32, rows: u32, units: u32, features: u32, activation: u32 }

@group(0) @binding(0) var<storage, read> g: array<f32>;         // [seeds, rows, units]
@group(0) @binding(1) var<storage, read> weight: array<f32>;    // [seeds, features, units]
@group(0) @binding(2) var<storage, read> x: array<f32>;         // [seeds, rows, features]
@group(0) @binding(3) var<storage, read_write> dx: array<f32>;  // [seeds, rows, features]
@group(1) @binding(0) var<uniform> params: Params;

// Sixteen lines of eight fours each; the ninth keeps what is written at once in different banks.
var<workgroup> upstream: array<vec4f, 144>;  // [unit, four rows]
var<workgroup> weights: array<vec4f, 144>;   // [unit, four features]

fn upstreamAt(seed: u32, row: u32, unit: u32) -> f32 {
  if (row >= params.rows || unit >= params.units) { return 0.0; }
  return g[(seed * params.rows + row) * params.units + unit];
}

fn weightAt(seed: u32, feature: u32, unit: u32) -> f32 {
  if (feature >= params.features || unit >= params.units) { return 0.0; }
  return weight[(seed * params.features + feature) * params.units + unit];
}

fn put(at: u32, sum: f32) {
  var slope = 1.0;
  if (params.activation == 1u) { slope = select(0.0, 1.0, x[at] > 0.0); }
  if (params.activation == 2u) { slope = 1.0 - x[at] * x[at]; }
  dx[at] = sum * slope;
}

fn putRow(seed: u32, row: u32, feature: u32, sums: vec4f) {
  if (row >= params.rows || feature >= params.features) { return; }
  let at = (seed * params.rows + row) * params.features + feature;
  let left = params.features - feature;
  put(at, sums.x);
  if (left > 1u) { put(at + 1u, sums.y); }
  if (left > 2u) { put(at + 2u, sums.z); }
  if (left > 3u) { put(at + 3u, sums.w); }
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let i = group.y * groups.x + group.x;
  let across = (params.features + 31u) / 32u;
  let down = (params.rows + 31u) / 32u;
  if (i >= params.seeds * down * across) { return; }
  let feature = (i % across) * 32u;
  let row = (i / across % down) * 32u;
  let seed = i / (across * down);

  var d0 = vec4f(); var d1 = vec4f(); var d2 = vec4f(); var d3 = vec4f();
  for (var unit = 0u; unit < params.units; unit += 16u) {
    for (var n = lane; n < 128u; n += 64u) {
      let u = unit + n % 16u; // neighbours load neighbouring units
      let r = row + n / 16u * 4u;
      let f = feature + n / 16u * 4u;
      upstream[n % 16u * 9u + n / 16u] = vec4f(
        upstreamAt(seed, r, u), upstreamAt(seed, r + 1u, u), upstreamAt(seed, r + 2u, u), upstreamAt(seed, r + 3u, u));
      weights[n % 16u * 9u + n / 16u] =
        vec4f(weightAt(seed, f, u), weightAt(seed, f + 1u, u), weightAt(seed, f + 2u, u), weightAt(seed, f + 3u, u));
    }
    workgroupBarrier();
    for (var k = 0u; k < 16u; k++) {
      let a = upstream[k * 9u + lane / 8u];
      let w = weights[k * 9u + lane % 8u];
      d0 += a.x * w;
      d1 += a.y * w;
      d2 += a.z * w;
      d3 += a.w * w;
    }
    workgroupBarrier();
  }

  let ownRow = row + lane / 8u * 4u;
  let ownFeature = feature + lane % 8u * 4u;
  putRow(seed, ownRow, ownFeature, d0);
  putRow(seed, ownRow + 1u, ownFeature, d1);
  putRow(seed, ownRow + 2u, ownFeature, d2);
  putRow(seed, ownRow + 3u, ownFeature, d3);
}
