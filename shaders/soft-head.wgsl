// Soft targets (KD) with everything a training step wants of them: both terms, their slope, and what is right.
//
//   hard    = (1 − α) λ Σ target_j (−log softmax(s)_j),   target_j = (1 − ε) [j = y] + ε/C
//   soft    = α T² KL(q‖p),   q = softmax(t/T),   p = softmax(s/T)
//   slope_j = d(hard + soft)/d s_j / batch = ((1 − α) λ (softmax(s)_j − target_j) + α T (p_j − q_j)) / batch
//   correct = 1 where the first of the largest logits is the label, else 0
//
// λ, `labelScale`, makes of a mean over the batch one over its labeled samples. A negative label is none: hard and
// correct are 0 and the slope is that of soft. One invocation a row (seed and sample): three loops over the classes,
// no barrier. How cancellation is avoided is said in cross-entropy.wgsl (a confident row) and soft-targets.wgsl (KL, p − q).
// A logit of the student or an α that is not finite gives NaN in both terms; a label that is not a class gives it in hard;
// a logit of the teacher or a T that is not finite, or T ≤ 0, in soft; any of these in the row's slope.

struct Params { seeds: u32, batch: u32, classes: u32, smoothing: f32, labelScale: f32 }

@group(0) @binding(0) var<storage, read> student: array<f32>;       // [seeds, batch, classes]
@group(0) @binding(1) var<storage, read> teacher: array<f32>;       // [seeds, batch, classes]
@group(0) @binding(2) var<storage, read> labels: array<f32>;        // [seeds, batch]
@group(0) @binding(3) var<storage, read> temperature: array<f32>;   // T
@group(0) @binding(4) var<storage, read> share: array<f32>;         // α
@group(0) @binding(5) var<storage, read_write> values: array<f32>;  // [3, seeds, batch]: hard, soft, correct
@group(0) @binding(6) var<storage, read_write> slope: array<f32>;   // [seeds, batch, classes]
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let row = id.y * groups.x * 64u + id.x;
  let rows = params.seeds * params.batch;
  if (row >= rows) { return; }
  let classes = params.classes;
  let first = row * classes;

  let T = temperature[0];
  let alpha = share[0];
  let label = labels[row];
  var hardSound = finite(alpha) && finite(label) && label < f32(classes);
  var softSound = finite(alpha) && finite(T) && T > 0.0;
  var top = vec2f(student[first], teacher[first]);
  var best = 0u; // the student's class
  for (var c = 0u; c < classes; c++) {
    let logits = vec2f(student[first + c], teacher[first + c]);
    hardSound = hardSound && finite(logits.x);
    softSound = softSound && finite(logits.x) && finite(logits.y);
    if (logits.x > top.x) { best = c; }
    top = max(top, logits);
  }
  let labeled = hardSound && label >= 0.0;
  let y = select(0u, u32(label), labeled);

  // x: Zp, y: Zq, z: Σ (exp τ − exp σ), w: Σ exp(s − max s) without the largest. Sums of 32 first, then the sum of those.
  var sums = vec4f();
  var part = vec4f();
  var below = 0.0; // Σ (max s − s)
  for (var c = 0u; c < classes; c++) {
    let logits = vec2f(student[first + c], teacher[first + c]);
    let e = exp((logits - top) / T);
    let d = apart(logits, top) / T;
    let more = select(e.y - e.x, e.x * (phi(-d) + d), abs(d) < 0.5);
    part += vec4f(e, more, select(exp(logits.x - top.x), 0.0, c == best));
    below += top.x - logits.x;
    if ((c & 31u) == 31u) {
      sums += part;
      part = vec4f();
    }
  }
  sums += part;
  let shift = logRatio(sums.z / sums.x, sums.y / sums.x);
  let rest = sums.w;

  let sound = hardSound && softSound;
  let even = params.smoothing / f32(classes);
  let hardWeight = select(0.0, (1.0 - alpha) * params.labelScale, labeled);
  var kl = 0.0;
  var klPart = 0.0;
  for (var c = 0u; c < classes; c++) {
    let logits = vec2f(student[first + c], teacher[first + c]);
    let e = exp((logits - top) / T);
    let p = e.x / sums.x;
    let q = e.y / sums.y;
    let d = apart(logits, top) / T - shift;
    let near = abs(d) < 0.5;
    let rise = select(p - q, q * (phi(d) - d), near); // p − q
    klPart += select(rise + q * d, q * phi(d), near);
    let other = exp(logits.x - top.x) / (1.0 + rest);
    let own = select(other - 1.0, -rest / (1.0 + rest), c == best) + params.smoothing;
    let hard = select(other, own, c == y) - even; // softmax(s) − target
    let both = (hardWeight * hard + alpha * T * rise) / f32(params.batch);
    slope[first + c] = select(notANumber(), both, sound);
    if ((c & 31u) == 31u) {
      kl += klPart;
      klPart = 0.0;
    }
  }
  kl += klPart;

  let entropy = logRatio(rest, 1.0 + rest) + (1.0 - params.smoothing) * (top.x - student[first + y]) + even * below;
  values[row] = select(notANumber(), hardWeight * entropy, hardSound);
  values[rows + row] = select(notANumber(), alpha * T * T * kl, softSound);
  values[2u * rows + row] = select(0.0, 1.0, labeled && best == y);
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
