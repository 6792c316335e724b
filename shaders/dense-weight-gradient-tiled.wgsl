// dW = xᵀ·g and db = Σ g, in parts, as in dense-weight-gradient.wgsl, for real GPUs: a workgroup computes a tile of 32
// features × 32 units, 16 rows at a time from its own memory; one of its 64 invocations computes 4 features × 4 units.

struct Params { seeds: u32, rows: u32, features: u32, units: u32, parts: u32, chunk: u32 }

@group(0) @binding(0) var<storage, read> x: array<f32>;         // [seeds, rows, features]
@group(0) @binding(1) var<storage, read> g: array<f32>;         // [seeds, rows, units]
@group(0) @binding(2) var<storage, read_write> dw: array<f32>;  // [seeds, parts, features, units]
@group(0) @binding(3) var<storage, read_write> db: array<f32>;  // [seeds, parts, units]
@group(1) @binding(0) var<uniform> params: Params;

var<workgroup> inputs: array<vec4f, 128>;    // [row, four features]
var<workgroup> upstream: array<vec4f, 128>;  // [row, four units]

fn inputAt(row: u32, feature: u32) -> f32 {
  if (feature >= params.features) { return 0.0; }
  return x[row * params.features + feature];
}

fn upstreamAt(row: u32, unit: u32) -> f32 {
  if (unit >= params.units) { return 0.0; }
  return g[row * params.units + unit];
}

fn put(place: u32, feature: u32, unit: u32, sums: vec4f) {
  if (feature >= params.features || unit >= params.units) { return; }
  let at = (place * params.features + feature) * params.units + unit;
  let left = params.units - unit;
  dw[at] = sums.x;
  if (left > 1u) { dw[at + 1u] = sums.y; }
  if (left > 2u) { dw[at + 2u] = sums.z; }
  if (left > 3u) { dw[at + 3u] = sums.w; }
}

fn putBiases(place: u32, unit: u32, sums: vec4f) {
  if (unit >= params.units) { return; }
  let at = place * params.units + unit;
  let left = params.units - unit;
  db[at] = sums.x;
  if (left > 1u) { db[at + 1u] = sums.y; }
  if (left > 2u) { db[at + 2u] = sums.z; }
  if (left > 3u) { db[at + 3u] = sums.w; }
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let i = group.y * groups.x + group.x;
  let across = (params.units + 31u) / 32u;
  let down = (params.features + 31u) / 32u;
  if (i >= params.seeds * params.parts * down * across) { return; }
  let unit = (i % across) * 32u;
  let feature = (i / across % down) * 32u;
  let place = i / (across * down); // the part, of all seeds
  let seed = place / params.parts;

  let first = seed * params.rows;
  let start = place % params.parts * params.chunk;
  let end = min(params.rows, start + params.chunk);
  var w0 = vec4f(); var w1 = vec4f(); var w2 = vec4f(); var w3 = vec4f();
  var biases = vec4f();
  for (var row = start; row < end; row += 16u) {
    for (var n = lane; n < 128u; n += 64u) {
      let r = row + n / 8u;
      let f = feature + n % 8u * 4u; // neighbours load neighbouring features
      let u = unit + n % 8u * 4u;
      inputs[n] = vec4f();
      upstream[n] = vec4f();
      if (r < end) {
        let at = first + r;
        inputs[n] = vec4f(inputAt(at, f), inputAt(at, f + 1u), inputAt(at, f + 2u), inputAt(at, f + 3u));
        upstream[n] = vec4f(upstreamAt(at, u), upstreamAt(at, u + 1u), upstreamAt(at, u + 2u), upstreamAt(at, u + 3u));
      }
    }
    workgroupBarrier();
    for (var k = 0u; k < 16u; k++) {
      let a = inputs[k * 8u + lane / 8u];
      let b = upstream[k * 8u + lane % 8u];
      w0 += a.x * b;
      w1 += a.y * b;
      w2 += a.z * b;
      w3 += a.w * b;
      biases += b;
    }
    workgroupBarrier();
  }

  let ownFeature = feature + lane / 8u * 4u;
  let ownUnit = unit + lane % 8u * 4u;
  put(place, ownFeature, ownUnit, w0);
  put(place, ownFeature + 1u, ownUnit, w1);
  put(place, ownFeature + 2u, ownUnit, w2);
  put(place, ownFeature + 3u, ownUnit, w3);
  if (ownFeature == 0u) { putBiases(place, ownUnit, biases); }
}
