// Cross-entropy of logits s with a label y, smoothed by ε (Szegedy et al. 2016, arXiv:1512.00567, section 7):
//
//   target_j = (1 − ε) [j = y] + ε/C          p = softmax(s)
//   loss     = −Σ target_j log p_j = log Σ exp(s_j − m) + Σ target_j (m − s_j),   m = max s
//   slope_j  = d loss / d s_j = p_j − target_j
//   correct  = 1 where the first of the largest logits is the label, else 0
//
// One invocation a row (seed and sample). Forward and backward in one pass over registers: no barrier.
// Both parts of the loss are ≥ 0 and Σ exp(s_j − m) = 1 + rest, so a confident row loses nothing to
// cancellation: its loss is log1p(rest), its slope at y is −rest/(1 + rest).
// A negative label is none: loss, correct and slopes are 0. A logit that is not finite, or a label that
// is not a class, gives NaN in the whole row (correct: 0).

struct Params { seeds: u32, batch: u32, classes: u32, smoothing: f32 }

@group(0) @binding(0) var<storage, read> logits: array<f32>;         // [seeds, batch, classes]
@group(0) @binding(1) var<storage, read> labels: array<f32>;         // [seeds, batch]
@group(0) @binding(2) var<storage, read_write> loss: array<f32>;     // [seeds, batch]
@group(0) @binding(3) var<storage, read_write> correct: array<f32>;  // [seeds, batch]
@group(0) @binding(4) var<storage, read_write> slope: array<f32>;    // [seeds, batch, classes]
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let row = id.y * groups.x * 64u + id.x;
  if (row >= params.seeds * params.batch) { return; }
  let classes = params.classes;
  let first = row * classes;

  let label = labels[row];
  var sound = finite(label) && label < f32(classes);
  var top = logits[first];
  var best = 0u;
  for (var c = 0u; c < classes; c++) {
    let s = logits[first + c];
    sound = sound && finite(s);
    if (s > top) {
      top = s;
      best = c;
    }
  }
  if (!sound || label < 0.0) {
    let all = select(notANumber(), 0.0, sound);
    for (var c = 0u; c < classes; c++) { slope[first + c] = all; }
    loss[row] = all;
    correct[row] = 0.0;
    return;
  }

  // x: Σ exp(s_j − m) without the largest, y: Σ (m − s_j). Sums of 32 first, then the sum of those.
  let y = u32(label);
  var total = vec2f();
  var part = vec2f();
  for (var c = 0u; c < classes; c++) {
    let below = top - logits[first + c];
    part += vec2f(select(exp(-below), 0.0, c == best), below);
    if ((c & 31u) == 31u) {
      total += part;
      part = vec2f();
    }
  }
  total += part;
  let rest = total.x;
  let even = params.smoothing / f32(classes);
  loss[row] = log1p(rest) + (1.0 - params.smoothing) * (top - logits[first + y]) + even * total.y;
  correct[row] = select(0.0, 1.0, best == y);

  for (var c = 0u; c < classes; c++) {
    let weight = exp(logits[first + c] - top);
    let other = weight / (1.0 + rest);
    let own = select(other - 1.0, -rest / (1.0 + rest), c == best) + params.smoothing;
    slope[first + c] = select(other, own, c == y) - even;
  }
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
