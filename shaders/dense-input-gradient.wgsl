// The gradient of a dense layer by its input:  dx[s,r,f] = act′(x[s,r,f]) · Σ_u g[s,r,u] · W[s,f,u],  where g is the
// gradient before the layer's own activation (dense-slope.wgsl) and act′ belongs to the activation that made x:
// 0 none, then x does not matter, 1 relu, 2 tanh.
//
// One invocation computes a tile of 8 rows × 8 features, as in dense.wgsl.

struct Params { seeds: u32, rows: u32, units: u32, features: u32, activation: u32 }

@group(0) @binding(0) var<storage, read> g: array<f32>;         // [seeds, rows, units]
@group(0) @binding(1) var<storage, read> weight: array<f32>;    // [seeds, features, units]
@group(0) @binding(2) var<storage, read> x: array<f32>;         // [seeds, rows, features]
@group(0) @binding(3) var<storage, read_write> dx: array<f32>;  // [seeds, rows, features]
@group(1) @binding(0) var<uniform> params: Params;

fn slope(value: vec4f) -> vec4f {
  if (params.activation == 1u) { return select(vec4f(0.0), vec4f(1.0), value > vec4f(0.0)); }
  if (params.activation == 2u) { return 1.0 - value * value; }
  return vec4f(1.0);
}

@compute @workgroup_size(4)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 4u + id.x;
  let across = (params.features + 7u) / 8u;
  let down = (params.rows + 7u) / 8u;
  if (i >= params.seeds * down * across) { return; }
  let feature = (i % across) * 8u;
  let row = (i / across % down) * 8u;
  let seed = i / (across * down);

  let first = seed * params.rows;
  let lastRow = params.rows - 1u;
  let r0 = (first + min(row + 0u, lastRow)) * params.units;
  let r1 = (first + min(row + 1u, lastRow)) * params.units;
  let r2 = (first + min(row + 2u, lastRow)) * params.units;
  let r3 = (first + min(row + 3u, lastRow)) * params.units;
  let r4 = (first + min(row + 4u, lastRow)) * params.units;
  let r5 = (first + min(row + 5u, lastRow)) * params.units;
  let r6 = (first + min(row + 6u, lastRow)) * params.units;
  let r7 = (first + min(row + 7u, lastRow)) * params.units;
  let w = seed * params.features;
  let lastFeature = params.features - 1u;
  let c0 = (w + min(feature + 0u, lastFeature)) * params.units;
  let c1 = (w + min(feature + 1u, lastFeature)) * params.units;
  let c2 = (w + min(feature + 2u, lastFeature)) * params.units;
  let c3 = (w + min(feature + 3u, lastFeature)) * params.units;
  let c4 = (w + min(feature + 4u, lastFeature)) * params.units;
  let c5 = (w + min(feature + 5u, lastFeature)) * params.units;
  let c6 = (w + min(feature + 6u, lastFeature)) * params.units;
  let c7 = (w + min(feature + 7u, lastFeature)) * params.units;

  var l0 = vec4f(0.0); var h0 = vec4f(0.0);
  var l1 = vec4f(0.0); var h1 = vec4f(0.0);
  var l2 = vec4f(0.0); var h2 = vec4f(0.0);
  var l3 = vec4f(0.0); var h3 = vec4f(0.0);
  var l4 = vec4f(0.0); var h4 = vec4f(0.0);
  var l5 = vec4f(0.0); var h5 = vec4f(0.0);
  var l6 = vec4f(0.0); var h6 = vec4f(0.0);
  var l7 = vec4f(0.0); var h7 = vec4f(0.0);

  for (var u = 0u; u < params.units; u++) {
    let lo = vec4f(weight[c0 + u], weight[c1 + u], weight[c2 + u], weight[c3 + u]);
    let hi = vec4f(weight[c4 + u], weight[c5 + u], weight[c6 + u], weight[c7 + u]);
    let a0 = g[r0 + u];  l0 += a0 * lo;  h0 += a0 * hi;
    let a1 = g[r1 + u];  l1 += a1 * lo;  h1 += a1 * hi;
    let a2 = g[r2 + u];  l2 += a2 * lo;  h2 += a2 * hi;
    let a3 = g[r3 + u];  l3 += a3 * lo;  h3 += a3 * hi;
    let a4 = g[r4 + u];  l4 += a4 * lo;  h4 += a4 * hi;
    let a5 = g[r5 + u];  l5 += a5 * lo;  h5 += a5 * hi;
    let a6 = g[r6 + u];  l6 += a6 * lo;  h6 += a6 * hi;
    let a7 = g[r7 + u];  l7 += a7 * lo;  h7 += a7 * hi;
  }

  var tile = array<vec4f, 16>(l0, h0, l1, h1, l2, h2, l3, h3, l4, h4, l5, h5, l6, h6, l7, h7);
  for (var n = 0u; n < 16u; n++) {
    let r = row + n / 2u;
    let f = feature + n % 2u * 4u;
    if (r >= params.rows || f >= params.features) { continue; }
    let at = (first + r) * params.features + min(f + vec4u(0u, 1u, 2u, 3u), vec4u(lastFeature));
    let sums = tile[n] * slope(vec4f(x[at.x], x[at.y], x[at.z], x[at.w]));
    dx[at.x] = sums.x;
    if (f + 1u < params.features) { dx[at.y] = sums.y; }
    if (f + 2u < params.features) { dx[at.z] = sums.z; }
    if (f + 3u < params.features) { dx[at.w] = sums.w; }
  }
}
