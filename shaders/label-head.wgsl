// Labels alone, with everything a training step wants of them: the loss, its slope, and what is right.
//
//   hard    = λ Σ target_j (−log p_j),   target_j = (1 − ε) [j = y] + ε/C,   p = softmax(s)
//   slope_j = d hard / d s_j / batch = λ (p_j − target_j) / batch
//   correct = 1 where the first of the largest logits is the label, else 0
//
// λ, `labelScale`, makes of a mean over the batch one over its labeled samples. A negative label is none: hard,
// correct and slope are 0. One invocation a row (seed and sample): three loops over the classes, no barrier. How a
// confident row keeps its digits is said in cross-entropy.wgsl.
// A logit that is not finite, or a label that is not a class, gives NaN in the whole row (correct: 0).

struct Params { seeds: u32, batch: u32, classes: u32, smoothing: f32, labelScale: f32 }

@group(0) @binding(0) var<storage, read> student: array<f32>;       // [seeds, batch, classes]
@group(0) @binding(1) var<storage, read> labels: array<f32>;        // [seeds, batch]
@group(0) @binding(2) var<storage, read_write> values: array<f32>;  // [2, seeds, batch]: hard, correct
@group(0) @binding(3) var<storage, read_write> slope: array<f32>;   // [seeds, batch, classes]
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let row = id.y * groups.x * 64u + id.x;
  let rows = params.seeds * params.batch;
  if (row >= rows) { return; }
  let classes = params.classes;
  let first = row * classes;

  let label = labels[row];
  var sound = finite(label) && label < f32(classes);
  var top = student[first];
  var best = 0u;
  for (var c = 0u; c < classes; c++) {
    let s = student[first + c];
    sound = sound && finite(s);
    if (s > top) {
      top = s;
      best = c;
    }
  }
  let labeled = sound && label >= 0.0;
  let y = select(0u, u32(label), labeled);

  // x: Σ exp(s − max s) without the largest, y: Σ (max s − s). Sums of 32 first, then the sum of those.
  var sums = vec2f();
  var part = vec2f();
  for (var c = 0u; c < classes; c++) {
    let below = top - student[first + c];
    part += vec2f(select(exp(-below), 0.0, c == best), below);
    if ((c & 31u) == 31u) {
      sums += part;
      part = vec2f();
    }
  }
  sums += part;
  let rest = sums.x;

  let even = params.smoothing / f32(classes);
  let weight = select(0.0, params.labelScale, labeled);
  for (var c = 0u; c < classes; c++) {
    let other = exp(student[first + c] - top) / (1.0 + rest);
    let own = select(other - 1.0, -rest / (1.0 + rest), c == best) + params.smoothing;
    let rise = select(other, own, c == y) - even; // p − target
    slope[first + c] = select(notANumber(), weight * rise / f32(params.batch), sound);
  }

  let loss = log1p(rest) + (1.0 - params.smoothing) * (top - student[first + y]) + even * sums.y;
  values[row] = select(notANumber(), weight * loss, sound);
  values[rows + row] = select(0.0, 1.0, labeled && best == y);
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
