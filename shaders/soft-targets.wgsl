// Soft targets, each sample with its own temperature T (Hinton, Vinyals & Dean 2015, arXiv:1503.02531;
// T that is learned: CTKD, Li et al. 2023, arXiv:2211.16231):
//
//   q = softmax(t/T)   p = softmax(s/T)   loss = T² KL(q‖p)
//   slope_j = d loss / d s_j = T (p_j − q_j)
//   slopeT  = d loss / d T   = 2 T KL + E_q[s] − E_p[s] − Cov_q(t, t − s)/T
//
// One invocation a row (seed and sample): three loops over the classes, no barrier.
// Nothing is a small difference of large numbers. With d = log q − log p:
//   KL    = Σ q φ(d),  φ(d) = exp(−d) − 1 + d ≥ 0
//   p − q = q expm1(−d) for small d
//   log Zq − log Zp = log1p(Σ (exp τ − exp σ) / Zp),  σ = (s − max s)/T,  τ = (t − max t)/T
// and, where student and teacher are near (E_q[d²] < ¼), slopeT, of third order in d, is
//   T (2 E_q[φ(d) − d²/2] + KL² − Cov_q(σ, φ(d))),  which is the same by t = s + T d + constant.
// A logit or T that is not finite, or T ≤ 0, gives NaN in the whole row.

struct Params { seeds: u32, batch: u32, classes: u32 }

@group(0) @binding(0) var<storage, read> student: array<f32>;       // [seeds, batch, classes]
@group(0) @binding(1) var<storage, read> teacher: array<f32>;       // [seeds, batch, classes]
@group(0) @binding(2) var<storage, read> temperature: array<f32>;   // [seeds, batch]
@group(0) @binding(3) var<storage, read_write> loss: array<f32>;    // [seeds, batch]
@group(0) @binding(4) var<storage, read_write> slope: array<f32>;   // [seeds, batch, classes]
@group(0) @binding(5) var<storage, read_write> slopeT: array<f32>;  // [seeds, batch]
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let row = id.y * groups.x * 64u + id.x;
  if (row >= params.seeds * params.batch) { return; }
  let classes = params.classes;
  let first = row * classes;

  let T = temperature[row];
  var sound = finite(T) && T > 0.0;
  var top = vec2f(student[first], teacher[first]);
  for (var c = 0u; c < classes; c++) {
    let logits = vec2f(student[first + c], teacher[first + c]);
    sound = sound && finite(logits.x) && finite(logits.y);
    top = max(top, logits);
  }
  if (!sound) {
    for (var c = 0u; c < classes; c++) { slope[first + c] = notANumber(); }
    loss[row] = notANumber();
    slopeT[row] = notANumber();
    return;
  }

  // x: Zp, y: Zq, z: Σ (exp τ − exp σ), w: Σ exp(τ) σ. Sums of 32 first, then the sum of those.
  var sums = vec4f();
  var part = vec4f();
  var meanTeacher = 0.0; // Σ exp(τ) τ
  for (var c = 0u; c < classes; c++) {
    let logits = vec2f(student[first + c], teacher[first + c]);
    let scaled = (logits - top) / T;
    let e = exp(scaled);
    let d = apart(logits, top) / T;
    let more = select(e.y - e.x, e.x * (phi(-d) + d), abs(d) < 0.5);
    part += vec4f(e, more, e.y * scaled.x);
    meanTeacher += e.y * scaled.y;
    if ((c & 31u) == 31u) {
      sums += part;
      part = vec4f();
    }
  }
  sums += part;
  let shift = logRatio(sums.z / sums.x, sums.y / sums.x);
  let meanStudent = sums.w / sums.y;
  meanTeacher /= sums.y;

  // a: Σ of q φ, q ψ, q φ (σ − E_q σ), q d² with ψ = φ − d²/2.  b: Σ of (p − q) σ, q (τ − E_q τ) d.
  var a = vec4f();
  var aPart = vec4f();
  var b = vec2f();
  var bPart = vec2f();
  for (var c = 0u; c < classes; c++) {
    let logits = vec2f(student[first + c], teacher[first + c]);
    let scaled = (logits - top) / T;
    let p = exp(scaled.x) / sums.x;
    let q = exp(scaled.y) / sums.y;
    let d = apart(logits, top) / T - shift;
    let near = abs(d) < 0.5;
    let rise = select(p - q, q * (phi(d) - d), near); // p − q
    let kl = select(rise + q * d, q * phi(d), near);
    let psi = select(kl - 0.5 * q * d * d, q * d * d * d * tail(d), near);
    slope[first + c] = T * rise;
    aPart += vec4f(kl, psi, kl * (scaled.x - meanStudent), q * d * d);
    bPart += vec2f(rise * scaled.x, q * (scaled.y - meanTeacher) * d);
    if ((c & 31u) == 31u) {
      a += aPart;
      b += bPart;
      aPart = vec4f();
      bPart = vec2f();
    }
  }
  a += aPart;
  b += bPart;
  loss[row] = T * T * a.x;
  slopeT[row] = T * select(2.0 * a.x - b.x - b.y, 2.0 * a.y + a.x * a.x - a.z, a.w < 0.25);
}

// (t − max t) − (s − max s) for logits (s, t) and top (max s, max t), in the order that rounds less.
fn apart(logits: vec2f, top: vec2f) -> f32 {
  let below = logits - top;
  let across = vec2f(logits.y - logits.x, top.y - top.x);
  let closer = abs(across.x) + abs(across.y) < abs(below.x) + abs(below.y);
  return select(below.y - below.x, across.x - across.y, closer);
}

// (exp(−d) − 1 + d − d²/2) / d³ for |d| < ½.
fn tail(d: f32) -> f32 {
  return -1.0 / 6.0 + d * (1.0 / 24.0 - d * (1.0 / 120.0 - d * (1.0 / 720.0 - d * (1.0 / 5040.0 - d * (1.0 / 40320.0 - d / 362880.0)))));
}

// exp(−d) − 1 + d for |d| < ½; so expm1(−d) = phi(d) − d.
fn phi(d: f32) -> f32 { return d * d * (0.5 + d * tail(d)); }

// log r for r = 1 + x, exact also near 1, where WGSL's log is not. Series of 2 artanh(x / (2 + x)).
fn logRatio(x: f32, r: f32) -> f32 {
  if (abs(x) > 0.3) { return log(r); }
  let z = x / (2.0 + x);
  let w = z * z;
  return 2.0 * z * (1.0 + w * (1.0 / 3.0 + w * (0.2 + w * (1.0 / 7.0 + w / 9.0))));
}

// WGSL promises neither infinity nor NaN: look at the bits, and make NaN of bits the compiler can't know.
fn finite(x: f32) -> bool { return (bitcast<u32>(x) & 0x7f800000u) != 0x7f800000u; }
fn notANumber() -> f32 { return bitcast<f32>(0x7fc00000u | params.classes); }
