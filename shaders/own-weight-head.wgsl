// A weight of the visitor's own in one kernel: both terms, their slope, what is right, and the weight of every sample.
//
//   hard    = (1 − α) λ Σ target_j (−log softmax(s)_j),   target_j = (1 − ε) [j = y] + ε/C
//   soft    = α T² w k,   w = weight(k, H, max q, progress),   q = softmax(t/T),   p = softmax(s/T),
//             k = KL(q‖p),   H = −Σ q log q, in nats
//   slope_j = d(hard + soft)/d s_j / batch, w held constant
//           = ((1 − α) λ (softmax(s)_j − target_j) + α T w (p_j − q_j)) / batch
//   correct = 1 where the first of the largest logits is the label, else 0
//
// λ, `labelScale`, makes of a mean over the batch one over its labeled samples. A negative label is none: hard and
// correct are 0 and the slope is that of soft. One invocation a row (seed and sample): four loops over the classes,
// no barrier. How cancellation is avoided is said in cross-entropy.wgsl (a confident row) and soft-targets.wgsl (KL, p − q).
// A weight that is not finite counts as 0, and as a fault of its sample: it never reaches the weights of a network.
// A logit of the student or an α that is not finite gives NaN in both terms; a label that is not a class gives it in hard;
// a logit of the teacher or a T that is not finite, or T ≤ 0, in soft; any of these in the row's slope.
//
// What follows the last line of equals signs is the visitor's: it is replaced by the text of the lane, which has been read
// and checked by src/contract/own-code.ts. Here stands what a lane without a text has.

struct Params { seeds: u32, batch: u32, classes: u32, smoothing: f32, labelScale: f32 }

@group(0) @binding(0) var<storage, read> student: array<f32>;       // [seeds, batch, classes]
@group(0) @binding(1) var<storage, read> teacher: array<f32>;       // [seeds, batch, classes]
@group(0) @binding(2) var<storage, read> labels: array<f32>;        // [seeds, batch]
@group(0) @binding(3) var<storage, read> knobs: array<f32>;         // T, α, progress
@group(0) @binding(4) var<storage, read_write> values: array<f32>;  // [3, seeds, batch]: hard, soft, correct
@group(0) @binding(5) var<storage, read_write> slope: array<f32>;   // [seeds, batch, classes]
@group(0) @binding(6) var<storage, read_write> watched: array<f32>; // [2, seeds, batch]: weight, 1 where it was no number
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let row = id.y * groups.x * 64u + id.x;
  let rows = params.seeds * params.batch;
  if (row >= rows) { return; }
  let classes = params.classes;
  let first = row * classes;

  let T = knobs[0];
  let alpha = knobs[1];
  let progress = knobs[2];
  let label = labels[row];
  var hardSound = finite(alpha) && finite(label) && label < f32(classes);
  var softSound = finite(alpha) && finite(T) && T > 0.0;
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
  let given = weight(max(k, 0.0), max(H, 0.0), min(1.0 / Zq, 1.0), progress);
  let fault = !finite(given);
  let w = select(given, 0.0, fault);

  let sound = hardSound && softSound;
  let even = params.smoothing / f32(classes);
  let hardWeight = select(0.0, (1.0 - alpha) * params.labelScale, labeled);
  let softWeight = alpha * T * w;
  for (var c = 0u; c < classes; c++) {
    let other = exp(student[first + c] - top.x) / (1.0 + rest);
    let own = select(other - 1.0, -rest / (1.0 + rest), c == best.x) + params.smoothing;
    let hard = select(other, own, c == y) - even; // softmax(s) − target
    let both = (hardWeight * hard + softWeight * slope[first + c]) / f32(params.batch);
    slope[first + c] = select(notANumber(), both, sound);
  }

  let hard = logRatio(rest, 1.0 + rest) + (1.0 - params.smoothing) * (top.x - student[first + y]) + even * hardSums.y;
  values[row] = select(notANumber(), hardWeight * hard, hardSound);
  values[rows + row] = select(notANumber(), alpha * T * T * w * k, softSound);
  values[2u * rows + row] = select(0.0, 1.0, labeled && best.x == y);
  watched[row] = select(0.0, w, softSound);
  watched[rows + row] = select(0.0, 1.0, softSound && fault);
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

// What WGSL leaves open where a function is not defined is no number here. The visitor's calls are made to these, by
// their first letter.
fn Log(x: f32) -> f32 { return defined(log(x), x >= 0.0); }
fn Log2(x: f32) -> f32 { return defined(log2(x), x >= 0.0); }
fn Pow(x: f32, y: f32) -> f32 { return defined(pow(x, y), x >= 0.0); }
fn Sqrt(x: f32) -> f32 { return defined(sqrt(x), x >= 0.0); }
fn InverseSqrt(x: f32) -> f32 { return defined(inverseSqrt(x), x >= 0.0); }
fn Acos(x: f32) -> f32 { return defined(acos(x), abs(x) <= 1.0); }
fn Asin(x: f32) -> f32 { return defined(asin(x), abs(x) <= 1.0); }
fn Acosh(x: f32) -> f32 { return defined(acosh(x), x >= 1.0); }
fn Atanh(x: f32) -> f32 { return defined(atanh(x), abs(x) <= 1.0); }
fn defined(y: f32, here: bool) -> f32 { return select(notANumber(), y, here); }

// ===========================================================================================================
// Adaptive distillation: a sample counts more where the teacher is unsure and where the student is far from it.
const beta = 1.0;  // how much the teacher's uncertainty counts beside the gap
const gamma = 2.0; // the higher, the less easy samples count

fn weight(kl: f32, entropy: f32, confidence: f32, progress: f32) -> f32 {
  return pow(1.0 - exp(-(kl + beta * entropy)), gamma);
}
