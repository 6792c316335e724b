// y = act(x·W + b) as in dense.wgsl, for real GPUs: a workgroup computes a tile of 32 rows × 32 units, 16 features at
// a time from its own memory; one of its 64 invocations computes 4 rows × 4 units.

struct Params { seeds: u32, rows: u32, features: u32, units: u32, activation: u32 }

@group(0) @binding(0) var<storage, read> x: array<f32>;        // [seeds, rows, features]
@group(0) @binding(1) var<storage, read> weight: array<f32>;   // [seeds, features, units]
@group(0) @binding(2) var<storage, read> bias: array<f32>;     // [seeds, units]
@group(0) @binding(3) var<storage, read_write> y: array<f32>;  // [seeds, rows, units]
@group(1) @binding(0) var<uniform> params: Params;

// Sixteen lines of eight fours each; the ninth keeps what is written at once in different banks.
var<workgroup> inputs: array<vec4f, 144>;   // [feature, four rows]
var<workgroup> weights: array<vec4f, 144>;  // [feature, four units]

fn inputAt(seed: u32, row: u32, feature: u32) -> f32 {
  if (row >= params.rows || feature >= params.features) { return 0.0; }
  return x[(seed * params.rows + row) * params.features + feature];
}

fn weightAt(seed: u32, feature: u32, unit: u32) -> f32 {
  if (feature >= params.features || unit >= params.units) { return 0.0; }
  return weight[(seed * params.features + feature) * params.units + unit];
}

fn biasAt(seed: u32, unit: u32) -> f32 {
  return bias[seed * params.units + min(unit, params.units - 1u)];
}

fn act(value: vec4f) -> vec4f {
  // What is no number stays none: max, clamp and tanh may make a number of it.
  if (params.activation == 1u) { return select(value, vec4f(0.0), value < vec4f(0.0)); }
  if (params.activation == 2u) {
    let none = (bitcast<vec4u>(value) & vec4u(0x7fffffffu)) > vec4u(0x7f800000u);
    return select(tanh(clamp(value, vec4f(-15.0), vec4f(15.0))), value, none);
  }
  return value;
}

fn put(seed: u32, row: u32, unit: u32, sums: vec4f) {
  if (row >= params.rows || unit >= params.units) { return; }
  let at = (seed * params.rows + row) * params.units + unit;
  let left = params.units - unit;
  let value = act(sums);
  y[at] = value.x;
  if (left > 1u) { y[at + 1u] = value.y; }
  if (left > 2u) { y[at + 2u] = value.z; }
  if (left > 3u) { y[at + 3u] = value.w; }
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let i = group.y * groups.x + group.x;
  let across = (params.units + 31u) / 32u;
  let down = (params.rows + 31u) / 32u;
  if (i >= params.seeds * down * across) { return; }
  let unit = (i % across) * 32u;
  let row = (i / across % down) * 32u;
  let seed = i / (across * down);
  let ownRow = row + lane / 8u * 4u;
  let ownUnit = unit + lane % 8u * 4u;

  let b = vec4f(
    biasAt(seed, ownUnit), biasAt(seed, ownUnit + 1u), biasAt(seed, ownUnit + 2u), biasAt(seed, ownUnit + 3u));
  var y0 = b; var y1 = b; var y2 = b; var y3 = b;

  for (var feature = 0u; feature < params.features; feature += 16u) {
    for (var n = lane; n < 128u; n += 64u) {
      let f = feature + n % 16u; // neighbours load neighbouring features
      let r = row + n / 16u * 4u;
      inputs[n % 16u * 9u + n / 16u] =
        vec4f(inputAt(seed, r, f), inputAt(seed, r + 1u, f), inputAt(seed, r + 2u, f), inputAt(seed, r + 3u, f));
    }
    for (var n = lane; n < 128u; n += 64u) {
      let f = feature + n / 8u;
      let u = unit + n % 8u * 4u; // neighbours load neighbouring units
      weights[n / 8u * 9u + n % 8u] =
        vec4f(weightAt(seed, f, u), weightAt(seed, f, u + 1u), weightAt(seed, f, u + 2u), weightAt(seed, f, u + 3u));
    }
    workgroupBarrier();
    for (var k = 0u; k < 16u; k++) {
      let a = inputs[k * 9u + lane / 8u];
      let w = weights[k * 9u + lane % 8u];
      y0 += a.x * w;
      y1 += a.y * w;
      y2 += a.z * w;
      y3 += a.w * w;
    }
    workgroupBarrier();
  }

  put(seed, ownRow, ownUnit, y0);
  put(seed, ownRow + 1u, ownUnit, y1);
  put(seed, ownRow + 2u, ownUnit, y2);
  put(seed, ownRow + 3u, ownUnit, y3);
}
