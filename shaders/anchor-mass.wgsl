// What a detector's teacher says of an image in all, by which adaptive distillation is measured: the sum of q^power over
// anchors and classes, q = sigmoid(t). (LOGITS_POWER of the authors' program of arXiv:1901.00366; 1.8 there.)
//
//   q^power = exp(−power softplus(−t)), which is defined for every t
//
// One invocation an image (seed and sample). A logit that is not finite gives NaN for the image.

struct Params { seeds: u32, batch: u32, anchors: u32, classes: u32, power: f32 }

@group(0) @binding(0) var<storage, read> teacher: array<f32>;     // [seeds, batch, anchors, classes]
@group(0) @binding(1) var<storage, read_write> mass: array<f32>;  // [seeds, batch]
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let image = id.y * groups.x * 64u + id.x;
  if (image >= params.seeds * params.batch) { return; }
  let count = params.anchors * params.classes;
  var sound = true;
  // Sums of 64 first, then the sum of those.
  var sum = 0.0;
  var part = 0.0;
  for (var i = 0u; i < count; i++) {
    let t = teacher[image * count + i];
    sound = sound && finite(t);
    part += exp(-params.power * softplus(-t));
    if ((i & 63u) == 63u) {
      sum += part;
      part = 0.0;
    }
  }
  mass[image] = select(notANumber(), sum + part, sound);
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
