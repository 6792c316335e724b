// Focal loss (Lin, Goyal, Girshick, He & Dollár 2017, arXiv:1708.02002, equation 5), one sigmoid for every anchor and class:
//
//   y = [c = target]    z = s where y, −s elsewhere    m = sigmoid(−z)    a = α where y, 1 − α elsewhere
//   loss of an anchor = Σ_c a m^γ softplus(−z)
//   slope_c = d loss / d s_c = ∓ a m^γ (γ (1 − m) softplus(−z) + m),  − where y
//
// A target of −1 is background: no class is right. One of −2 does not count: 0 throughout. m^γ = exp(−γ softplus(z)), which is
// defined for every logit. One invocation an anchor (and seed, and image), one loop over the classes.
// A logit or knob that is not finite, and a target that is none of those, give NaN for the anchor.

struct Params { seeds: u32, batch: u32, anchors: u32, classes: u32 }

@group(0) @binding(0) var<storage, read> logits: array<f32>;       // [seeds, batch, anchors, classes]
@group(0) @binding(1) var<storage, read> targets: array<f32>;      // [seeds, batch, anchors]
@group(0) @binding(2) var<storage, read> knobs: array<f32>;        // α, γ
@group(0) @binding(3) var<storage, read_write> loss: array<f32>;   // [seeds, batch, anchors]
@group(0) @binding(4) var<storage, read_write> slope: array<f32>;  // [seeds, batch, anchors, classes]
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let anchor = id.y * groups.x * 64u + id.x;
  if (anchor >= params.seeds * params.batch * params.anchors) { return; }
  let classes = params.classes;
  let first = anchor * classes;
  let own = targets[anchor];
  let alpha = knobs[0];
  let gamma = knobs[1];
  let counts = own > -1.5;
  var sound = finite(alpha) && finite(gamma) && own >= -2.0 && own < f32(classes);
  var sum = 0.0;
  for (var c = 0u; c < classes; c++) {
    let s = logits[first + c];
    sound = sound && finite(s);
    let isRight = own == f32(c);
    let z = select(-s, s, isRight);
    let a = select(1.0 - alpha, alpha, isRight);
    let wrong = softplus(-z);
    let m = exp(-softplus(z));
    let focused = a * exp(-gamma * softplus(z));
    let push = focused * (gamma * (1.0 - m) * wrong + m);
    sum += focused * wrong;
    slope[first + c] = select(0.0, select(push, -push, isRight), counts);
  }
  loss[anchor] = select(0.0, sum, counts);
  if (!sound) {
    for (var c = 0u; c < classes; c++) { slope[first + c] = notANumber(); }
    loss[anchor] = notANumber();
  }
}

fn softplus(x: f32) -> f32 {
  let e = exp(-abs(x));
  return max(x, 0.0) + logRatio(e, 1.0 + e);
}

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
