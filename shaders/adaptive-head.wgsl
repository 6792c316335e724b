// Adaptive distillation (ADL) with everything a training step wants of it: both terms, their slope, and what is right.
//
//   hard    = (1 − α) λ Σ target_j (−log softmax(s)_j),   target_j = (1 − ε) [j = y] + ε/C
//   soft    = α T² A^γ core,   q = softmax(t/T),   p = softmax(s/T),   k = KL(q‖p),   H = −Σ q log q
//             A = max(1 − exp(−(mimic k + β H)), 1e-12),   core = k (the paper) or k + H (the authors' program)
//   slope_j = d(hard + soft)/d s_j / batch = ((1 − α) λ (softmax(s)_j − target_j) + α T (p_j − q_j) push) / batch,
//             push = A^γ + attached mimic γ A^(γ−1) exp(−(mimic k + β H)) core
//   correct = 1 where the first of the largest logits is the label, else 0
//
// λ, `labelScale`, makes of a mean over the batch one over its labeled samples. A negative label is none: hard and
// correct are 0 and the slope is that of soft. One invocation a row (seed and sample): four loops over the classes,
// no barrier. What `attached`, `core` and `mimic` choose, and what holds at the floor of A, is said in adaptive.wgsl;
// how cancellation is avoided, in cross-entropy.wgsl (a confident row) and soft-targets.wgsl (KL, p − q).
// A logit of the student or an α that is not finite gives NaN in both terms; a label that is not a class gives it in hard;
// a logit of the teacher or another knob that is not finite, or T ≤ 0, in soft; any of these in the row's slope.

struct Params { seeds: u32, batch: u32, classes: u32, smoothing: f32, labelScale: f32, attached: u32, core: u32, mimic: u32 }

@group(0) @binding(0) var<storage, read> student: array<f32>;       // [seeds, batch, classes]
@group(0) @binding(1) var<storage, read> teacher: array<f32>;       // [seeds, batch, classes]
@group(0) @binding(2) var<storage, read> labels: array<f32>;        // [seeds, batch]
@group(0) @binding(3) var<storage, read> knobs: array<f32>;         // β, γ, T, α
@group(0) @binding(4) var<storage, read_write> values: array<f32>;  // [3, seeds, batch]: hard, soft, correct
@group(0) @binding(5) var<storage, read_write> slope: array<f32>;   // [seeds, batch, classes]
@group(1) @binding(0) var<uniform> params: Params;

struct Focus {
  loss: f32,  // A^γ core
  push: f32,  // d loss / d k
}
fn focus(k: f32, H: f32, beta: f32, gamma: f32) -> Focus {
  let core = k + select(0.0, H, params.core == 1u);
  let D = select(0.0, k, params.mimic == 1u) + beta * H;
  let rise = oneMinusExp(D);
  let A = max(rise, 1e-12);
  // A^γ as a product of whole powers and exp of the fraction: exp(γ log A) alone loses digits.
  let whole = min(u32(max(gamma, 0.0)), 64u);
  var power = exp((gamma - f32(whole)) * log(A));
  for (var i = 0u; i < whole; i++) { power *= A; }
  let moves = params.attached == 1u && params.mimic == 1u && rise > 1e-12;
  let through = select(0.0, gamma * (power / A) * exp(-D) * core, moves);
  return Focus(power * core, power + through);
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let row = id.y * groups.x * 64u + id.x;
  let rows = params.seeds * params.batch;
  if (row >= rows) { return; }
  let classes = params.classes;
  let first = row * classes;

  let beta = knobs[0];
  let gamma = knobs[1];
  let T = knobs[2];
  let alpha = knobs[3];
  let label = labels[row];
  var hardSound = finite(alpha) && finite(label) && label < f32(classes);
  var softSound = finite(alpha) && finite(beta) && finite(gamma) && finite(T) && T > 0.0;
  var top = vec2f(student[first], teacher[first]);
  var best = vec2u(); // the student's class and the teacher's
  for (var c = 0u; c < classes; c++) {
    let logits = vec2f(student[first + c], teacher[first + c]);
    hardSound = hardSound && finite(logits.x);
    softSound = softSound && finite(logits.x) && finite(logits.y);
    best = select(best, vec2u(c), logits > top);
    top = max(top, logits);
  }
  let labeled = hardSound && label >= 0.0;
  let y = select(0u, u32(label), labeled);

  // x: Zp, y: Zq − 1, z: Σ (exp τ − exp σ), w: Σ exp(τ) (−τ); of hard, x: Σ exp(s − max s) without the largest,
  // y: Σ (max s − s). Sums of 32 first, then the sum of those.
  var sums = vec4f();
  var part = vec4f();
  var hardSums = vec2f();
  var hardPart = vec2f();
  for (var c = 0u; c < classes; c++) {
    let logits = vec2f(student[first + c], teacher[first + c]);
    let scaled = (logits - top) / T;
    let e = exp(scaled);
    let d = apart(logits, top) / T;
    let more = select(e.y - e.x, e.x * (phi(-d) + d), abs(d) < 0.5);
    let below = top.x - logits.x;
    part += vec4f(e.x, select(e.y, 0.0, c == best.y), more, -e.y * scaled.y);
    hardPart += vec2f(select(exp(-below), 0.0, c == best.x), below);
    if ((c & 31u) == 31u) {
      sums += part;
      part = vec4f();
      hardSums += hardPart;
      hardPart = vec2f();
    }
  }
  sums += part;
  hardSums += hardPart;
  let Zq = 1.0 + sums.y;
  let shift = logRatio(sums.z / sums.x, Zq / sums.x);
  let H = logRatio(sums.y, Zq) + sums.w / Zq;
  let rest = hardSums.x;

  var k = 0.0;
  var kPart = 0.0;
  for (var c = 0u; c < classes; c++) {
    let logits = vec2f(student[first + c], teacher[first + c]);
    let e = exp((logits - top) / T);
    let p = e.x / sums.x;
    let q = e.y / Zq;
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

  let sound = hardSound && softSound;
  let even = params.smoothing / f32(classes);
  let hardWeight = select(0.0, (1.0 - alpha) * params.labelScale, labeled);
  let softWeight = alpha * T * focused.push;
  for (var c = 0u; c < classes; c++) {
    let other = exp(student[first + c] - top.x) / (1.0 + rest);
    let own = select(other - 1.0, -rest / (1.0 + rest), c == best.x) + params.smoothing;
    let hard = select(other, own, c == y) - even; // softmax(s) − target
    let both = (hardWeight * hard + softWeight * slope[first + c]) / f32(params.batch);
    slope[first + c] = select(notANumber(), both, sound);
  }

  let hard = logRatio(rest, 1.0 + rest) + (1.0 - params.smoothing) * (top.x - student[first + y]) + even * hardSums.y;
  values[row] = select(notANumber(), hardWeight * hard, hardSound);
  values[rows + row] = select(notANumber(), alpha * T * T * focused.loss, softSound);
  values[2u * rows + row] = select(0.0, 1.0, labeled && best.x == y);
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
