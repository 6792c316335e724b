// dW = xᵀ·g and db = Σ g, in parts, as in dense-weight-gradient.wgsl, for few weights: one invocation computes a tile
// of 4 features × 4 units, so that all processors have some.

struct Params { seeds: u32, rows: u32, features: u32, units: u32, parts: u32, chunk: u32 }

@group(0) @binding(0) var<storage, read> x: array<f32>;         // [seeds, rows, features]
@group(0) @binding(1) var<storage, read> g: array<f32>;         // [seeds, rows, units]
@group(0) @binding(2) var<storage, read_write> dw: array<f32>;  // [seeds, parts, features, units]
@group(0) @binding(3) var<storage, read_write> db: array<f32>;  // [seeds, parts, units]
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(4)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 4u + id.x;
  let across = (params.units + 3u) / 4u;
  let down = (params.features + 3u) / 4u;
  if (i >= params.seeds * params.parts * down * across) { return; }
  let unit = (i % across) * 4u;
  let feature = (i / across % down) * 4u;
  let part = i / (across * down) % params.parts;
  let seed = i / (across * down * params.parts);

  let four = vec4u(0u, 1u, 2u, 3u);
  let f = min(feature + four, vec4u(params.features - 1u));
  let u = min(unit + four, vec4u(params.units - 1u));
  var w0 = vec4f(); var w1 = vec4f(); var w2 = vec4f(); var w3 = vec4f();
  var biases = vec4f();
  let end = min(params.rows, (part + 1u) * params.chunk);
  for (var r = part * params.chunk; r < end; r++) {
    let a = (seed * params.rows + r) * params.features + f;
    let b = (seed * params.rows + r) * params.units + u;
    let above = vec4f(g[b.x], g[b.y], g[b.z], g[b.w]);
    w0 += x[a.x] * above;
    w1 += x[a.y] * above;
    w2 += x[a.z] * above;
    w3 += x[a.w] * above;
    biases += above;
  }

  let place = seed * params.parts + part;
  var tile = array<vec4f, 4>(w0, w1, w2, w3);
  for (var n = 0u; n < 16u; n++) {
    let row = feature + n / 4u;
    let column = unit + n % 4u;
    if (row >= params.features || column >= params.units) { continue; }
    dw[(place * params.features + row) * params.units + column] = tile[n / 4u][n % 4u];
  }
  if (feature > 0u) { return; }
  for (var n = 0u; n < min(4u, params.units - unit); n++) { db[place * params.units + unit + n] = biases[n]; }
}
