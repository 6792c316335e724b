// A weight of the visitor's own, a sample: w = weight(k, H, max q, progress), with the arguments as they are given.
//
// A weight that is not finite counts as 0, and as a fault of its sample. One invocation a sample.
// What follows the last line of equals signs is the visitor's, as in own-weight-head.wgsl.

struct Params { seeds: u32, batch: u32 }

@group(0) @binding(0) var<storage, read> gap: array<f32>;            // k = KL(q‖p) in nats, [seeds, batch]
@group(0) @binding(1) var<storage, read> uncertainty: array<f32>;    // H(q) in nats, [seeds, batch]
@group(0) @binding(2) var<storage, read> certainty: array<f32>;      // max q, [seeds, batch]
@group(0) @binding(3) var<storage, read> elapsed: array<f32>;        // share of the run that is over, 0 … 1
@group(0) @binding(4) var<storage, read_write> weights: array<f32>;  // [seeds, batch]
@group(0) @binding(5) var<storage, read_write> faults: array<f32>;   // [seeds, batch]: 1 where the weight was no number
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= params.seeds * params.batch) { return; }
  let given = weight(gap[i], uncertainty[i], certainty[i], elapsed[0]);
  let fault = !finite(given);
  weights[i] = select(given, 0.0, fault);
  faults[i] = select(0.0, 1.0, fault);
}

// WGSL promises neither infinity nor NaN: look at the bits, and make NaN of bits the compiler can't know.
fn finite(x: f32) -> bool { return (bitcast<u32>(x) & 0x7f800000u) != 0x7f800000u; }
fn notANumber() -> f32 { return bitcast<f32>(0x7fc00000u | params.batch); }

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
