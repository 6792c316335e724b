// y = act(x·W + b) as in dense.wgsl, where features and units are multiples of 4.
//
// One invocation computes a tile of 16 rows × 16 units in 16 matrices: a column of a matrix is a row of y, four units
// of it. A round takes four features: 32 vec4 loads, the cost on software adapters, feed 1,024 multiply-adds, and a
// product of matrices keeps its sums in registers. What else there is to say stands in dense.wgsl.

struct Params { seeds: u32, rows: u32, features: u32, units: u32, activation: u32 }

@group(0) @binding(0) var<storage, read> x: array<vec4f>;        // [seeds, rows, features / 4]
@group(0) @binding(1) var<storage, read> weight: array<vec4f>;   // [seeds, features, units / 4]
@group(0) @binding(2) var<storage, read> bias: array<vec4f>;     // [seeds, units / 4]
@group(0) @binding(3) var<storage, read_write> y: array<vec4f>;  // [seeds, rows, units / 4]
@group(1) @binding(0) var<uniform> params: Params;

fn inputs(at: vec4u) -> mat4x4f { return mat4x4f(x[at.x], x[at.y], x[at.z], x[at.w]); }
fn weights(at: vec4u) -> mat4x4f { return mat4x4f(weight[at.x], weight[at.y], weight[at.z], weight[at.w]); }
fn biases(at: u32) -> mat4x4f { let b = bias[at]; return mat4x4f(b, b, b, b); }

@compute @workgroup_size(4)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 4u + id.x;
  let across = (params.units + 15u) / 16u;
  let down = (params.rows + 15u) / 16u;
  if (i >= params.seeds * down * across) { return; }
  let unit = (i % across) * 4u; // in fours, like all that follows from it
  let row = (i / across % down) * 16u;
  let seed = i / (across * down);

  let four = vec4u(0u, 1u, 2u, 3u);
  let features = params.features / 4u;
  let first = seed * params.rows;
  let lastRow = vec4u(params.rows - 1u);
  let r0 = (first + min(row + four, lastRow)) * features;
  let r1 = (first + min(row + 4u + four, lastRow)) * features;
  let r2 = (first + min(row + 8u + four, lastRow)) * features;
  let r3 = (first + min(row + 12u + four, lastRow)) * features;
  let units = params.units / 4u;
  let c = min(unit + four, vec4u(units - 1u));

  let b = seed * units;
  var y00 = biases(b + c.x); var y01 = biases(b + c.y); var y02 = biases(b + c.z); var y03 = biases(b + c.w);
  var y10 = y00; var y11 = y01; var y12 = y02; var y13 = y03;
  var y20 = y00; var y21 = y01; var y22 = y02; var y23 = y03;
  var y30 = y00; var y31 = y01; var y32 = y02; var y33 = y03;

  var w = (seed * params.features + four) * units;
  for (var f = 0u; f < features; f++) {
    let x0 = inputs(r0 + f); let x1 = inputs(r1 + f); let x2 = inputs(r2 + f); let x3 = inputs(r3 + f);
    let w0 = weights(w + c.x);  y00 += w0 * x0;  y10 += w0 * x1;  y20 += w0 * x2;  y30 += w0 * x3;
    let w1 = weights(w + c.y);  y01 += w1 * x0;  y11 += w1 * x1;  y21 += w1 * x2;  y31 += w1 * x3;
    let w2 = weights(w + c.z);  y02 += w2 * x0;  y12 += w2 * x1;  y22 += w2 * x2;  y32 += w2 * x3;
    let w3 = weights(w + c.w);  y03 += w3 * x0;  y13 += w3 * x1;  y23 += w3 * x2;  y33 += w3 * x3;
    w += vec4u(params.units);
  }

  var tile = array<mat4x4f, 16>(
    y00, y01, y02, y03, y10, y11, y12, y13, y20, y21, y22, y23, y30, y31, y32, y33);
  for (var n = 0u; params.activation == 2u && n < 64u; n++) {
    let value = tile[n / 4u][n % 4u];
    let none = (bitcast<vec4u>(value) & vec4u(0x7fffffffu)) > vec4u(0x7f800000u);
    tile[n / 4u][n % 4u] = select(tanh(clamp(value, vec4f(-15.0), vec4f(15.0))), value, none);
  }
  for (var n = 0u; n < 64u; n++) {
    let r = row + n / 16u * 4u + n % 4u;
    let u = unit + n / 4u % 4u;
    if (r >= params.rows || u >= units) { continue; }
    var value = tile[n / 4u][n % 4u];
    if (params.activation == 1u) { value = select(value, vec4f(0.0), value < vec4f(0.0)); }
    y[(first + r) * units + u] = value;
  }
}
