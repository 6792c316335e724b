// Adaptive distillation for detectors (ADL; Tang, Feng, Shao, Kuang, Zhang & Chen 2019, arXiv:1901.00366, equations 3 to
// 5): one sigmoid for every anchor and class, each weighed by how hard it is to mimic (k) and to learn (H).
//
//   q = sigmoid(t)   p = sigmoid(s)   k = KL(q‖p)   H = −q log q − (1 − q) log(1 − q)
//   D = mimic k + β H     A = max(1 − exp(−D), 1e-12)     weight = A^γ
//   loss of an anchor = Σ_c weight core / N,   core = k (the paper) or k + H, the cross-entropy (the authors' program)
//   N = max(1, Σ mass) over the images of a seed, a constant
//   slope_c = d loss / d s_c = (p − q) (A^γ + attached mimic γ A^(γ−1) exp(−D) core) / N
//
// An anchor that does not count (0 in `counted`) is 0 throughout. `seen` is what there is to draw of an anchor: the
// largest weight of its classes, and the sums of H and of k. One invocation an anchor (and seed, and image), one loop over the
// classes, no barrier.
// Nothing is a small difference of large numbers. By symmetry t ≤ 0, so q ≤ ½; and with d = t − s and u = q expm1(−d)
//   k = log1p(u) − u + q φ(d),  φ(d) = exp(−d) − 1 + d      p − q = (1 − q) u / (1 + u)      for small d
//   H = softplus(t) − q t, a sum of what is not negative. No logarithm of a probability is taken: q may be 0.
// A logit or knob that is not finite gives NaN for the anchor.

struct Params { seeds: u32, batch: u32, anchors: u32, classes: u32, attached: u32, core: u32, mimic: u32 }

@group(0) @binding(0) var<storage, read> student: array<f32>;      // [seeds, batch, anchors, classes]
@group(0) @binding(1) var<storage, read> teacher: array<f32>;      // [seeds, batch, anchors, classes]
@group(0) @binding(2) var<storage, read> counted: array<f32>;      // [seeds, batch, anchors]: 1 or 0
@group(0) @binding(3) var<storage, read> mass: array<f32>;         // [seeds, batch]
@group(0) @binding(4) var<storage, read> knobs: array<f32>;        // β, γ
@group(0) @binding(5) var<storage, read_write> loss: array<f32>;   // [seeds, batch, anchors]
@group(0) @binding(6) var<storage, read_write> seen: array<f32>;   // [3, seeds, batch, anchors]: weight, entropy, gap
@group(0) @binding(7) var<storage, read_write> slope: array<f32>;  // [seeds, batch, anchors, classes]
@group(1) @binding(0) var<uniform> params: Params;

// The arithmetic of one element; the same as in adaptive.wgsl.
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

// Two coins compared.
struct Coins {
  k: f32,     // KL(q‖p)
  H: f32,     // of q
  rise: f32,  // p − q
}
fn compare(s: f32, t: f32) -> Coins {
  let side = select(1.0, -1.0, t > 0.0);
  let x = side * s;
  let y = side * t;
  let e = exp(y);
  let q = e / (1.0 + e);
  let entropy = logRatio(e, 1.0 + e);
  let H = entropy - q * y;
  let d = y - x;
  if (abs(d) < 0.5) {
    let u = q * (phi(d) - d);
    return Coins(logLess(u) + q * phi(d), H, side * (1.0 - q) * u / (1.0 + u));
  }
  let k = softplus(x) - entropy + q * d;
  return Coins(max(k, 0.0), H, side * (exp(-softplus(-x)) - q));
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let anchor = id.y * groups.x * 64u + id.x;
  let count = params.seeds * params.batch * params.anchors;
  if (anchor >= count) { return; }
  let classes = params.classes;
  let first = anchor * classes;
  let seed = anchor / (params.batch * params.anchors);
  var all = 0.0;
  for (var b = 0u; b < params.batch; b++) { all += mass[seed * params.batch + b]; }
  let N = max(all, 1.0);
  let counts = counted[anchor] > 0.5;
  let beta = knobs[0];
  let gamma = knobs[1];

  var sound = finite(beta) && finite(gamma) && finite(all);
  var sums = vec3f(); // loss, H, k
  var most = 0.0;
  for (var c = 0u; c < classes; c++) {
    let s = student[first + c];
    let t = teacher[first + c];
    sound = sound && finite(s) && finite(t);
    let coins = compare(s, t);
    let focused = focus(coins.k, coins.H, beta, gamma);
    sums += vec3f(focused.loss, coins.H, coins.k);
    most = max(most, focused.weight);
    slope[first + c] = select(0.0, coins.rise * focused.slope / N, counts);
  }
  loss[anchor] = select(0.0, sums.x / N, counts);
  seen[anchor] = select(0.0, most, counts);
  seen[count + anchor] = select(0.0, sums.y, counts);
  seen[2u * count + anchor] = select(0.0, sums.z, counts);
  if (!sound) {
    for (var c = 0u; c < classes; c++) { slope[first + c] = notANumber(); }
    loss[anchor] = notANumber();
    for (var i = 0u; i < 3u; i++) { seen[i * count + anchor] = notANumber(); }
  }
}

fn softplus(x: f32) -> f32 {
  let e = exp(-abs(x));
  return max(x, 0.0) + logRatio(e, 1.0 + e);
}

// log(1 + u) − u for −0.3 < u < 0.35.
fn logLess(u: f32) -> f32 {
  let z = u / (2.0 + u);
  let w = z * z;
  return -u * z + 2.0 * z * w * (1.0 / 3.0 + w * (0.2 + w * (1.0 / 7.0 + w * (1.0 / 9.0 + w / 11.0))));
}

// 1 − exp(−x) for x ≥ 0, exact also near 0.
fn oneMinusExp(x: f32) -> f32 {
  return select(1.0 - exp(-x), x - phi(x), abs(x) < 0.5);
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
