// A learned temperature that makes the task harder as training goes on (CTKD; Li et al., AAAI 2023,
// arXiv:2211.16231; its program: start 1, range 20, raw 1 at first, so T begins at 15.6):
//
//   T = start + range σ(raw),  raw taken within ±8
//   slope = "d T / d raw", reversed = −λ range σ(raw) (1 − σ(raw))
//   reversal = λ = (1 − cos(π x))/2 = sin²(π x/2),  x = min(progress, ramp)/ramp, or 1 where ramp is 0
//
// The student descends the loss, the temperature ascends it: that is the minus, and λ grows from 0 to 1.
// Beyond ±8 the slope stays what it is at ±8, so raw can come back. One invocation a temperature.
// The series for the sine is here because WGSL allows its own an error of 5e-4.
// What is not finite gives NaN.

struct Params { seeds: u32, samples: u32 }

@group(0) @binding(0) var<storage, read> raw: array<f32>;                // [seeds, samples]
@group(0) @binding(1) var<storage, read> progress: array<f32>;           // [1], in the unit of ramp
@group(0) @binding(2) var<storage, read> ramp: array<f32>;               // [1]
@group(0) @binding(3) var<storage, read> start: array<f32>;              // [1]
@group(0) @binding(4) var<storage, read> range: array<f32>;              // [1]
@group(0) @binding(5) var<storage, read_write> temperature: array<f32>;  // [seeds, samples]
@group(0) @binding(6) var<storage, read_write> reversal: array<f32>;     // [seeds]
@group(0) @binding(7) var<storage, read_write> slope: array<f32>;        // [seeds, samples]
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= params.seeds * params.samples) { return; }

  let value = raw[i];
  let sound = finite(value) && finite(progress[0]) && finite(ramp[0]) && finite(start[0]) && finite(range[0]);
  let lambda = select(notANumber(), ramped(), finite(progress[0]) && finite(ramp[0]));
  if (i % params.samples == 0u) { reversal[i / params.samples] = lambda; }
  if (!sound) {
    temperature[i] = notANumber();
    slope[i] = notANumber();
    return;
  }
  let x = clamp(value, -8.0, 8.0);
  let up = 1.0 / (1.0 + exp(-x));
  let down = 1.0 / (1.0 + exp(x)); // 1 − σ
  temperature[i] = start[0] + range[0] * up;
  slope[i] = -lambda * range[0] * up * down;
}

fn ramped() -> f32 {
  if (ramp[0] <= 0.0) { return 1.0; }
  let angle = 1.5707964 * clamp(progress[0] / ramp[0], 0.0, 1.0);
  let w = angle * angle;
  let sine = angle * (1.0 - w / 6.0 * (1.0 - w / 20.0 * (1.0 - w / 42.0 * (1.0 - w / 72.0 * (1.0 - w / 110.0 * (1.0 - w / 156.0))))));
  return sine * sine;
}

// WGSL promises neither infinity nor NaN: look at the bits, and make NaN of bits the compiler can't know.
fn finite(x: f32) -> bool { return (bitcast<u32>(x) & 0x7f800000u) != 0x7f800000u; }
fn notANumber() -> f32 { return bitcast<f32>(0x7fc00000u | params.samples); }
