// dW = xᵀ·g and db = Σ g, in parts, as in dense-weight-gradient.wgsl, where rows, features, units and the chunk are
// multiples of 4.
//
// One invocation computes a tile of 16 features × 16 units in 16 matrices, as in dense-vec4.wgsl: a column of a matrix
// is a row of dW, four units of it. A round takes four rows.

struct Params { seeds: u32, rows: u32, features: u32, units: u32, parts: u32, chunk: u32 }

@group(0) @binding(0) var<storage, read> x: array<vec4f>;         // [seeds, rows, features / 4]
@group(0) @binding(1) var<storage, read> g: array<vec4f>;         // [seeds, rows, units / 4]
@group(0) @binding(2) var<storage, read_write> dw: array<vec4f>;  // [seeds, parts, features, units / 4]
@group(0) @binding(3) var<storage, read_write> db: array<vec4f>;  // [seeds, parts, units / 4]
@group(1) @binding(0) var<uniform> params: Params;

fn inputs(at: vec4u) -> mat4x4f { return transpose(mat4x4f(x[at.x], x[at.y], x[at.z], x[at.w])); }
fn upstream(at: vec4u) -> mat4x4f { return mat4x4f(g[at.x], g[at.y], g[at.z], g[at.w]); }
fn total(m: mat4x4f) -> vec4f { return m[0] + m[1] + m[2] + m[3]; }

@compute @workgroup_size(4)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 4u + id.x;
  let across = (params.units + 15u) / 16u;
  let down = (params.features + 15u) / 16u;
  if (i >= params.seeds * params.parts * down * across) { return; }
  let unit = (i % across) * 4u; // in fours, like all that follows from it
  let feature = (i / across % down) * 16u;
  let part = i / (across * down) % params.parts;
  let seed = i / (across * down * params.parts);

  let four = vec4u(0u, 1u, 2u, 3u);
  let features = params.features / 4u;
  let units = params.units / 4u;
  let f = min(feature / 4u + four, vec4u(features - 1u));
  let u = min(unit + four, vec4u(units - 1u));

  var w00 = mat4x4f(); var w01 = mat4x4f(); var w02 = mat4x4f(); var w03 = mat4x4f();
  var w10 = mat4x4f(); var w11 = mat4x4f(); var w12 = mat4x4f(); var w13 = mat4x4f();
  var w20 = mat4x4f(); var w21 = mat4x4f(); var w22 = mat4x4f(); var w23 = mat4x4f();
  var w30 = mat4x4f(); var w31 = mat4x4f(); var w32 = mat4x4f(); var w33 = mat4x4f();
  var b0 = vec4f(); var b1 = vec4f(); var b2 = vec4f(); var b3 = vec4f();

  let end = min(params.rows, (part + 1u) * params.chunk);
  for (var r = part * params.chunk; r < end; r += 4u) {
    let row = seed * params.rows + r + four;
    let a = row * features;
    let x0 = inputs(a + f.x); let x1 = inputs(a + f.y); let x2 = inputs(a + f.z); let x3 = inputs(a + f.w);
    let c = row * units;
    let g0 = upstream(c + u.x);  b0 += total(g0);  w00 += g0 * x0;  w10 += g0 * x1;  w20 += g0 * x2;  w30 += g0 * x3;
    let g1 = upstream(c + u.y);  b1 += total(g1);  w01 += g1 * x0;  w11 += g1 * x1;  w21 += g1 * x2;  w31 += g1 * x3;
    let g2 = upstream(c + u.z);  b2 += total(g2);  w02 += g2 * x0;  w12 += g2 * x1;  w22 += g2 * x2;  w32 += g2 * x3;
    let g3 = upstream(c + u.w);  b3 += total(g3);  w03 += g3 * x0;  w13 += g3 * x1;  w23 += g3 * x2;  w33 += g3 * x3;
  }

  let place = seed * params.parts + part;
  var tile = array<mat4x4f, 16>(
    w00, w01, w02, w03, w10, w11, w12, w13, w20, w21, w22, w23, w30, w31, w32, w33);
  for (var n = 0u; n < 64u; n++) {
    let row = feature + n / 16u * 4u + n % 4u;
    let column = unit + n / 4u % 4u;
    if (row >= params.features || column >= units) { continue; }
    dw[(place * params.features + row) * units + column] = tile[n / 4u][n % 4u];
  }
  if (feature > 0u) { return; }
  var sums = array<vec4f, 4>(b0, b1, b2, b3);
  for (var n = 0u; n < min(4u, units - unit); n++) { db[place * units + unit + n] = sums[n]; }
}
