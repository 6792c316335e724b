// dx = act′(x) · (g·Wᵀ) as in dense-input-gradient.wgsl, where features and units are multiples of 4.
//
// One invocation computes a tile of 16 rows × 16 features in 16 matrices, as in dense-vec4.wgsl: a column of a matrix
// is a row of dx, four features of it.

struct Params { seeds: u32, rows: u32, units: u32, features: u32, activation: u32 }

@group(0) @binding(0) var<storage, read> g: array<vec4f>;         // [seeds, rows, units / 4]
@group(0) @binding(1) var<storage, read> weight: array<vec4f>;    // [seeds, features, units / 4]
@group(0) @binding(2) var<storage, read> x: array<vec4f>;         // [seeds, rows, features / 4]
@group(0) @binding(3) var<storage, read_write> dx: array<vec4f>;  // [seeds, rows, features / 4]
@group(1) @binding(0) var<uniform> params: Params;

fn upstream(at: vec4u) -> mat4x4f { return mat4x4f(g[at.x], g[at.y], g[at.z], g[at.w]); }
fn weights(at: vec4u) -> mat4x4f {
  return transpose(mat4x4f(weight[at.x], weight[at.y], weight[at.z], weight[at.w]));
}

fn slope(value: vec4f) -> vec4f {
  if (params.activation == 1u) { return select(vec4f(0.0), vec4f(1.0), value > vec4f(0.0)); }
  if (params.activation == 2u) { return 1.0 - value * value; }
  return vec4f(1.0);
}

@compute @workgroup_size(4)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 4u + id.x;
  let across = (params.features + 15u) / 16u;
  let down = (params.rows + 15u) / 16u;
  if (i >= params.seeds * down * across) { return; }
  let feature = (i % across) * 16u;
  let row = (i / across % down) * 16u;
  let seed = i / (across * down);

  let four = vec4u(0u, 1u, 2u, 3u);
  let units = params.units / 4u;
  let first = seed * params.rows;
  let lastRow = vec4u(params.rows - 1u);
  let r0 = (first + min(row + four, lastRow)) * units;
  let r1 = (first + min(row + 4u + four, lastRow)) * units;
  let r2 = (first + min(row + 8u + four, lastRow)) * units;
  let r3 = (first + min(row + 12u + four, lastRow)) * units;
  let w = seed * params.features;
  let lastFeature = vec4u(params.features - 1u);
  let f0 = (w + min(feature + four, lastFeature)) * units;
  let f1 = (w + min(feature + 4u + four, lastFeature)) * units;
  let f2 = (w + min(feature + 8u + four, lastFeature)) * units;
  let f3 = (w + min(feature + 12u + four, lastFeature)) * units;

  var d00 = mat4x4f(); var d01 = mat4x4f(); var d02 = mat4x4f(); var d03 = mat4x4f();
  var d10 = mat4x4f(); var d11 = mat4x4f(); var d12 = mat4x4f(); var d13 = mat4x4f();
  var d20 = mat4x4f(); var d21 = mat4x4f(); var d22 = mat4x4f(); var d23 = mat4x4f();
  var d30 = mat4x4f(); var d31 = mat4x4f(); var d32 = mat4x4f(); var d33 = mat4x4f();

  for (var u = 0u; u < units; u++) {
    let g0 = upstream(r0 + u); let g1 = upstream(r1 + u); let g2 = upstream(r2 + u); let g3 = upstream(r3 + u);
    let w0 = weights(f0 + u);  d00 += w0 * g0;  d10 += w0 * g1;  d20 += w0 * g2;  d30 += w0 * g3;
    let w1 = weights(f1 + u);  d01 += w1 * g0;  d11 += w1 * g1;  d21 += w1 * g2;  d31 += w1 * g3;
    let w2 = weights(f2 + u);  d02 += w2 * g0;  d12 += w2 * g1;  d22 += w2 * g2;  d32 += w2 * g3;
    let w3 = weights(f3 + u);  d03 += w3 * g0;  d13 += w3 * g1;  d23 += w3 * g2;  d33 += w3 * g3;
  }

  var tile = array<mat4x4f, 16>(
    d00, d01, d02, d03, d10, d11, d12, d13, d20, d21, d22, d23, d30, d31, d32, d33);
  for (var n = 0u; n < 64u; n++) {
    let r = row + n / 16u * 4u + n % 4u;
    let f = feature + n / 4u % 4u * 4u;
    if (r >= params.rows || f >= params.features) { continue; }
    let at = ((first + r) * params.features + f) / 4u;
    dx[at] = tile[n / 4u][n % 4u] * slope(x[at]);
  }
}
