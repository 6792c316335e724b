// y = act(x·W + b), for every seed:  y[s,r,u] = act(b[s,u] + Σ_f x[s,r,f] · W[s,f,u]);  act: 0 none, 1 relu, 2 tanh.
//
// One invocation computes a tile of 8 rows × 8 units in 16 named vec4 registers: 16 loads feed 64 multiply-adds.
// Loads are the cost on software adapters, so there is no workgroup memory and no barrier; registers are named
// because an indexed function array spills. At an edge the last row or unit is computed again and not written.
// Workgroups are of four, the width of such an adapter, so that a small layer reaches all processors; such an
// adapter computes both sides of a branch, but not a loop of no rounds, and compiles what is in a loop once.
// The sum runs over the features in order, so a seed has the same bits alone and among others.

struct Params { seeds: u32, rows: u32, features: u32, units: u32, activation: u32 }

@group(0) @binding(0) var<storage, read> x: array<f32>;        // [seeds, rows, features]
@group(0) @binding(1) var<storage, read> weight: array<f32>;   // [seeds, features, units]
@group(0) @binding(2) var<storage, read> bias: array<f32>;     // [seeds, units]
@group(0) @binding(3) var<storage, read_write> y: array<f32>;  // [seeds, rows, units]
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(4)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 4u + id.x;
  let across = (params.units + 7u) / 8u;
  let down = (params.rows + 7u) / 8u;
  if (i >= params.seeds * down * across) { return; }
  let unit = (i % across) * 8u;
  let row = (i / across % down) * 8u;
  let seed = i / (across * down);

  let first = seed * params.rows;
  let lastRow = params.rows - 1u;
  let r0 = (first + min(row + 0u, lastRow)) * params.features;
  let r1 = (first + min(row + 1u, lastRow)) * params.features;
  let r2 = (first + min(row + 2u, lastRow)) * params.features;
  let r3 = (first + min(row + 3u, lastRow)) * params.features;
  let r4 = (first + min(row + 4u, lastRow)) * params.features;
  let r5 = (first + min(row + 5u, lastRow)) * params.features;
  let r6 = (first + min(row + 6u, lastRow)) * params.features;
  let r7 = (first + min(row + 7u, lastRow)) * params.features;
  let lastUnit = params.units - 1u;
  let c0 = min(unit + 0u, lastUnit);
  let c1 = min(unit + 1u, lastUnit);
  let c2 = min(unit + 2u, lastUnit);
  let c3 = min(unit + 3u, lastUnit);
  let c4 = min(unit + 4u, lastUnit);
  let c5 = min(unit + 5u, lastUnit);
  let c6 = min(unit + 6u, lastUnit);
  let c7 = min(unit + 7u, lastUnit);

  let b = seed * params.units;
  let lowBias = vec4f(bias[b + c0], bias[b + c1], bias[b + c2], bias[b + c3]);
  let highBias = vec4f(bias[b + c4], bias[b + c5], bias[b + c6], bias[b + c7]);
  var l0 = lowBias; var h0 = highBias;
  var l1 = lowBias; var h1 = highBias;
  var l2 = lowBias; var h2 = highBias;
  var l3 = lowBias; var h3 = highBias;
  var l4 = lowBias; var h4 = highBias;
  var l5 = lowBias; var h5 = highBias;
  var l6 = lowBias; var h6 = highBias;
  var l7 = lowBias; var h7 = highBias;

  var w = seed * params.features * params.units;
  for (var f = 0u; f < params.features; f++) {
    let lo = vec4f(weight[w + c0], weight[w + c1], weight[w + c2], weight[w + c3]);
    let hi = vec4f(weight[w + c4], weight[w + c5], weight[w + c6], weight[w + c7]);
    let a0 = x[r0 + f];  l0 += a0 * lo;  h0 += a0 * hi;
    let a1 = x[r1 + f];  l1 += a1 * lo;  h1 += a1 * hi;
    let a2 = x[r2 + f];  l2 += a2 * lo;  h2 += a2 * hi;
    let a3 = x[r3 + f];  l3 += a3 * lo;  h3 += a3 * hi;
    let a4 = x[r4 + f];  l4 += a4 * lo;  h4 += a4 * hi;
    let a5 = x[r5 + f];  l5 += a5 * lo;  h5 += a5 * hi;
    let a6 = x[r6 + f];  l6 += a6 * lo;  h6 += a6 * hi;
    let a7 = x[r7 + f];  l7 += a7 * lo;  h7 += a7 * hi;
    w += params.units;
  }

  var tile = array<vec4f, 16>(l0, h0, l1, h1, l2, h2, l3, h3, l4, h4, l5, h5, l6, h6, l7, h7);
  for (var n = 0u; params.activation == 2u && n < 16u; n++) {
    // What is no number stays none: max, clamp and tanh may make a number of it.
    let none = (bitcast<vec4u>(tile[n]) & vec4u(0x7fffffffu)) > vec4u(0x7f800000u);
    tile[n] = select(tanh(clamp(tile[n], vec4f(-15.0), vec4f(15.0))), tile[n], none);
  }
  for (var n = 0u; n < 16u; n++) {
    let r = row + n / 2u;
    let u = unit + n % 2u * 4u;
    if (r >= params.rows || u >= params.units) { continue; }
    let at = (first + r) * params.units + u;
    var value = tile[n];
    if (params.activation == 1u) { value = select(value, vec4f(0.0), value < vec4f(0.0)); }
    y[at] = value.x;
    if (u + 1u < params.units) { y[at + 1u] = value.y; }
    if (u + 2u < params.units) { y[at + 2u] = value.z; }
    if (u + 3u < params.units) { y[at + 3u] = value.w; }
  }
}
