// The gradients of a dense layer by its weights and biases, in parts:
//   dW[s,p,f,u] = Σ_r x[s,r,f] · g[s,r,u],  db[s,p,u] = Σ_r g[s,r,u]
// over the rows r = p·chunk … min(rows, (p+1)·chunk) − 1, where g is the gradient before the activation
// (dense-slope.wgsl). With very many rows the parts run in parallel and are added by dense-sum.wgsl.
//
// One invocation computes a tile of 8 features × 8 units of one part, as in dense.wgsl, and the sums of g beside it.

struct Params { seeds: u32, rows: u32, features: u32, units: u32, parts: u32, chunk: u32 }

@group(0) @binding(0) var<storage, read> x: array<f32>;         // [seeds, rows, features]
@group(0) @binding(1) var<storage, read> g: array<f32>;         // [seeds, rows, units]
@group(0) @binding(2) var<storage, read_write> dw: array<f32>;  // [seeds, parts, features, units]
@group(0) @binding(3) var<storage, read_write> db: array<f32>;  // [seeds, parts, units]
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(4)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 4u + id.x;
  let across = (params.units + 7u) / 8u;
  let down = (params.features + 7u) / 8u;
  if (i >= params.seeds * params.parts * down * across) { return; }
  let unit = (i % across) * 8u;
  let feature = (i / across % down) * 8u;
  let part = i / (across * down) % params.parts;
  let seed = i / (across * down * params.parts);

  let lastFeature = params.features - 1u;
  let r0 = min(feature + 0u, lastFeature);
  let r1 = min(feature + 1u, lastFeature);
  let r2 = min(feature + 2u, lastFeature);
  let r3 = min(feature + 3u, lastFeature);
  let r4 = min(feature + 4u, lastFeature);
  let r5 = min(feature + 5u, lastFeature);
  let r6 = min(feature + 6u, lastFeature);
  let r7 = min(feature + 7u, lastFeature);
  let lastUnit = params.units - 1u;
  let c0 = min(unit + 0u, lastUnit);
  let c1 = min(unit + 1u, lastUnit);
  let c2 = min(unit + 2u, lastUnit);
  let c3 = min(unit + 3u, lastUnit);
  let c4 = min(unit + 4u, lastUnit);
  let c5 = min(unit + 5u, lastUnit);
  let c6 = min(unit + 6u, lastUnit);
  let c7 = min(unit + 7u, lastUnit);

  var lowBias = vec4f(0.0); var highBias = vec4f(0.0);
  var l0 = vec4f(0.0); var h0 = vec4f(0.0);
  var l1 = vec4f(0.0); var h1 = vec4f(0.0);
  var l2 = vec4f(0.0); var h2 = vec4f(0.0);
  var l3 = vec4f(0.0); var h3 = vec4f(0.0);
  var l4 = vec4f(0.0); var h4 = vec4f(0.0);
  var l5 = vec4f(0.0); var h5 = vec4f(0.0);
  var l6 = vec4f(0.0); var h6 = vec4f(0.0);
  var l7 = vec4f(0.0); var h7 = vec4f(0.0);

  let start = part * params.chunk;
  let rows = min(params.chunk, params.rows - start);
  var f = (seed * params.rows + start) * params.features;
  var u = (seed * params.rows + start) * params.units;
  for (var n = 0u; n < rows; n++) {
    let lo = vec4f(g[u + c0], g[u + c1], g[u + c2], g[u + c3]);
    let hi = vec4f(g[u + c4], g[u + c5], g[u + c6], g[u + c7]);
    lowBias += lo;  highBias += hi;
    let a0 = x[f + r0];  l0 += a0 * lo;  h0 += a0 * hi;
    let a1 = x[f + r1];  l1 += a1 * lo;  h1 += a1 * hi;
    let a2 = x[f + r2];  l2 += a2 * lo;  h2 += a2 * hi;
    let a3 = x[f + r3];  l3 += a3 * lo;  h3 += a3 * hi;
    let a4 = x[f + r4];  l4 += a4 * lo;  h4 += a4 * hi;
    let a5 = x[f + r5];  l5 += a5 * lo;  h5 += a5 * hi;
    let a6 = x[f + r6];  l6 += a6 * lo;  h6 += a6 * hi;
    let a7 = x[f + r7];  l7 += a7 * lo;  h7 += a7 * hi;
    f += params.features;
    u += params.units;
  }

  let first = (seed * params.parts + part) * params.features;
  var tile = array<vec4f, 16>(l0, h0, l1, h1, l2, h2, l3, h3, l4, h4, l5, h5, l6, h6, l7, h7);
  for (var n = 0u; n < 16u; n++) {
    let row = feature + n / 2u;
    let column = unit + n % 2u * 4u;
    if (row >= params.features || column >= params.units) { continue; }
    let at = (first + row) * params.units + column;
    dw[at] = tile[n].x;
    if (column + 1u < params.units) { dw[at + 1u] = tile[n].y; }
    if (column + 2u < params.units) { dw[at + 2u] = tile[n].z; }
    if (column + 3u < params.units) { dw[at + 3u] = tile[n].w; }
  }
  if (feature > 0u) { return; }
  var sums = array<vec4f, 2>(lowBias, highBias);
  for (var n = 0u; n < min(8u, params.units - unit); n++) {
    db[(seed * params.parts + part) * params.units + unit + n] = sums[n / 4u][n % 4u];
  }
}
