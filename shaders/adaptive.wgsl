// Adaptive distillation (ADL; Tang, Feng, Shao, Kuang, Zhang & Chen 2019, arXiv:1901.00366, equations 3 to 5), in the
// form with a softmax. It weighs a sample by how hard it is to mimic (k) and to learn (H):
//
//   q = softmax(t/T)   p = softmax(s/T)   k = KL(q‖p)   H = −Σ q log q
//   D = mimic k + β H     A = max(1 − exp(−D), 1e-12)     weight = A^γ
//   loss = T² weight core,   core = k (the paper) or k + H, the cross-entropy (the authors' program)
//   slope_j = d loss / d s_j = T (p_j − q_j) (A^γ + attached mimic γ A^(γ−1) exp(−D) core)
//
// attached = 1 is the gradient of the authors' program, 0 holds the weight constant. Where A is at its
// floor, the part of the slope that passes through the weight is 0: with γ < 1 it has no limit there.
// One invocation a row (seed and sample): four loops over the classes, no barrier. How cancellation
// is avoided in k and p − q is said in soft-targets.wgsl; H = log1p(rest) + Σ q (max t − t)/T ≥ 0.
// A logit or knob that is not finite, or T ≤ 0, gives NaN in the whole row.

struct Params { seeds: u32, batch: u32, classes: u32, attached: u32, core: u32, mimic: u32 }

@group(0) @binding(0) var<storage, read> student: array<f32>;        // [seeds, batch, classes]
@group(0) @binding(1) var<storage, read> teacher: array<f32>;        // [seeds, batch, classes]
@group(0) @binding(2) var<storage, read> knobs: array<f32>;          // β, γ, T
@group(0) @binding(3) var<storage, read_write> loss: array<f32>;     // [seeds, batch]
@group(0) @binding(4) var<storage, read_write> weight: array<f32>;   // [seeds, batch]
@group(0) @binding(5) var<storage, read_write> entropy: array<f32>;  // [seeds, batch], nats
@group(0) @binding(6) var<storage, read_write> gap: array<f32>;      // [seeds, batch], nats
@group(0) @binding(7) var<storage, read_write> slope: array<f32>;    // [seeds, batch, classes]
@group(1) @binding(0) var<uniform> params: Params;

// The arithmetic of one element, be it a row with a softmax or (for detectors) one logit with a sigmoid.
struct Focus {
  weight: f32,
  loss: f32,   // weight · core
  slope: f32,  // d loss / d k
}
fn focus(k: f32, H: f32, beta: f32, gamma: f32) -> Focus {
  let core = k + select(0.0, H, params.core == 1u);
  let D = select(0.0, k, params.mimic == 1u) + beta * H;
  let rise = oneMinusExp(D);
  let A = max(rise, 1e-12);
  // A^γ as a product of whole powers and exp of the fraction: exp(γ log A) alone loses digits.
  let whole = u32(clamp(gamma, 0.0, 64.0));
  var power = exp((gamma - f32(whole)) * log(A));
  for (var i = 0u; i < whole; i++) { power *= A; }
  let moves = params.attached == 1u && params.mimic == 1u && rise > 1e-12;
  let through = select(0.0, gamma * (power / A) * exp(-D) * core, moves);
  return Focus(power, power * core, power + through);
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let row = id.y * groups.x * 64u + id.x;
  if (row >= params.seeds * params.batch) { return; }
  let classes = params.classes;
  let first = row * classes;

  let beta = knobs[0];
  let gamma = knobs[1];
  let T = knobs[2];
  var sound = finite(beta) && finite(gamma) && finite(T) && T > 0.0;
  var top = vec2f(student[first], teacher[first]);
  var best = 0u; // the teacher's class
  for (var c = 0u; c < classes; c++) {
    let logits = vec2f(student[first + c], teacher[first + c]);
    sound = sound && finite(logits.x) && finite(logits.y);
    if (logits.y > top.y) { best = c; }
    top = max(top, logits);
  }
  if (!sound) {
    for (var c = 0u; c < classes; c++) { slope[first + c] = notANumber(); }
    loss[row] = notANumber();
    weight[row] = notANumber();
    entropy[row] = notANumber();
    gap[row] = notANumber();
    return;
  }

  // x: Zp, y: Zq − 1, z: Σ (exp τ − exp σ), w: Σ exp(τ) (−τ). Sums of 32 first, then the sum of those.
  var sums = vec4f();
  var part = vec4f();
  for (var c = 0u; c < classes; c++) {
    let logits = vec2f(student[first + c], teacher[first + c]);
    let scaled = (logits - top) / T;
    let e = exp(scaled);
    let d = apart(logits, top) / T;
    let more = select(e.y - e.x, e.x * (phi(-d) + d), abs(d) < 0.5);
    part += vec4f(e.x, select(e.y, 0.0, c == best), more, -e.y * scaled.y);
    if ((c & 31u) == 31u) {
      sums += part;
      part = vec4f();
    }
  }
  sums += part;
  let Zq = 1.0 + sums.y;
  let shift = logRatio(sums.z / sums.x, Zq / sums.x);
  let H = logRatio(sums.y, Zq) + sums.w / Zq;

  var k = 0.0;
  var kPart = 0.0;
  for (var c = 0u; c < classes; c++) {
    let logits = vec2f(student[first + c], teacher[first + c]);
    let scaled = (logits - top) / T;
    let p = exp(scaled.x) / sums.x;
    let q = exp(scaled.y) / Zq;
    let d = apart(logits, top) / T - shift;
    let near = abs(d) < 0.5;
    let rise = select(p - q, q * (phi(d) - d), near); // p − q
    kPart += select(rise + q * d, q * phi(d), near);
    slope[first + c] = rise;
    if ((c & 31u) == 31u) {
      k += kPart;
      kPart = 0.0;
    }
  }
  k += kPart;

  let focused = focus(k, H, beta, gamma);
  loss[row] = T * T * focused.loss;
  weight[row] = focused.weight;
  entropy[row] = H;
  gap[row] = k;
  for (var c = 0u; c < classes; c++) { slope[first + c] *= T * focused.slope; }
}

// 1 − exp(−x) for x ≥ 0, exact also near 0.
fn oneMinusExp(x: f32) -> f32 {
  return select(1.0 - exp(-x), x - phi(x), abs(x) < 0.5);
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
