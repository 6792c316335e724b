// Hard pseudo-labels with everything a training step wants of them: both terms, their slope, and what is right.
//
//   hard    = (1 − α) λ Σ target_j (−log p_j),   target_j = (1 − ε) [j = y] + ε/C,   p = softmax(s)
//   pseudo  = α (−log p_g),   g the first of the teacher's largest logits
//   slope_j = d(hard + pseudo)/d s_j / batch = ((1 − α) λ (p_j − target_j) + α (p_j − [j = g])) / batch
//   correct = 1 where the first of the student's largest logits is the label, else 0
//
// λ, `labelScale`, makes of a mean over the batch one over its labeled samples. A negative label is none: hard and
// correct are 0 and the slope is that of pseudo. One invocation a row (seed and sample): three loops over the
// classes, no barrier. How a confident row keeps its digits is said in cross-entropy.wgsl.
// A logit of the student or an α that is not finite gives NaN in both terms, a label that is not a class in hard,
// a logit of the teacher that is not finite in pseudo; any of these in the row's slope.

struct Params { seeds: u32, batch: u32, classes: u32, smoothing: f32, labelScale: f32 }

@group(0) @binding(0) var<storage, read> student: array<f32>;       // [seeds, batch, classes]
@group(0) @binding(1) var<storage, read> teacher: array<f32>;       // [seeds, batch, classes]
@group(0) @binding(2) var<storage, read> labels: array<f32>;        // [seeds, batch]
@group(0) @binding(3) var<storage, read> share: array<f32>;         // α
@group(0) @binding(4) var<storage, read_write> values: array<f32>;  // [3, seeds, batch]: hard, pseudo, correct
@group(0) @binding(5) var<storage, read_write> slope: array<f32>;   // [seeds, batch, classes]
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let row = id.y * groups.x * 64u + id.x;
  let rows = params.seeds * params.batch;
  if (row >= rows) { return; }
  let classes = params.classes;
  let first = row * classes;

  let alpha = share[0];
  let label = labels[row];
  var hardSound = finite(alpha) && finite(label) && label < f32(classes);
  var pseudoSound = finite(alpha);
  var top = vec2f(student[first], teacher[first]);
  var best = vec2u(); // the student's class and the teacher's
  for (var c = 0u; c < classes; c++) {
    let logits = vec2f(student[first + c], teacher[first + c]);
    hardSound = hardSound && finite(logits.x);
    pseudoSound = pseudoSound && finite(logits.x) && finite(logits.y);
    best = select(best, vec2u(c), logits > top);
    top = max(top, logits);
  }
  let labeled = hardSound && label >= 0.0;
  let y = select(0u, u32(label), labeled);

  // x: Σ exp(s − max s) without the largest, y: Σ (max s − s). Sums of 32 first, then the sum of those.
  var sums = vec2f();
  var part = vec2f();
  for (var c = 0u; c < classes; c++) {
    let below = top.x - student[first + c];
    part += vec2f(select(exp(-below), 0.0, c == best.x), below);
    if ((c & 31u) == 31u) {
      sums += part;
      part = vec2f();
    }
  }
  sums += part;
  let rest = sums.x;

  let sound = hardSound && pseudoSound;
  let even = params.smoothing / f32(classes);
  let hardWeight = select(0.0, (1.0 - alpha) * params.labelScale, labeled);
  for (var c = 0u; c < classes; c++) {
    let other = exp(student[first + c] - top.x) / (1.0 + rest);
    let own = select(other - 1.0, -rest / (1.0 + rest), c == best.x);
    let hard = select(other, own + params.smoothing, c == y) - even; // p − target
    let pseudo = select(other, own, c == best.y);
    let both = (hardWeight * hard + alpha * pseudo) / f32(params.batch);
    slope[first + c] = select(notANumber(), both, sound);
  }

  let total = log1p(rest); // log Σ exp(s − max s)
  let hard = total + (1.0 - params.smoothing) * (top.x - student[first + y]) + even * sums.y;
  let pseudo = total + (top.x - student[first + best.y]); // in this order, or a small total is lost
  values[row] = select(notANumber(), hardWeight * hard, hardSound);
  values[rows + row] = select(notANumber(), alpha * pseudo, pseudoSound);
  values[2u * rows + row] = select(0.0, 1.0, labeled && best.x == y);
}

// log(1 + x) for x ≥ 0; WGSL's log is not exact near 1. Series of 2 artanh(x / (2 + x)).
fn log1p(x: f32) -> f32 {
  if (x > 0.3) { return log(1.0 + x); }
  let z = x / (2.0 + x);
  let w = z * z;
  return 2.0 * z * (1.0 + w * (1.0 / 3.0 + w * (0.2 + w * (1.0 / 7.0 + w / 9.0))));
}

// WGSL promises neither infinity nor NaN: look at the bits, and make NaN of bits the compiler can't know.
fn finite(x: f32) -> bool { return (bitcast<u32>(x) & 0x7f800000u) != 0x7f800000u; }
fn notANumber() -> f32 { return bitcast<f32>(0x7fc00000u | params.classes); }
