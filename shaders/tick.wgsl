// The clock of a run, one step on:  step ← step + 1,  progress = (step − 1)/(total − 1) in [0, 1],
// factor = min(1, step/(warmup·total)) · schedule(progress), what the learning rate is multiplied with:
//   0 constant: 1;   1 steps: ×0.1 from 60 % and again from 85 % on;   2 cosine: (1 + cos(π·progress))/2, 0 at the end.
//
// One invocation does it all. The cosine is a polynomial, so that every adapter gets the same to the last bit or
// two (WGSL promises only 2⁻¹¹); the steps compare whole numbers for the same reason.

struct Params { total: u32, schedule: u32, warmup: f32 }

@group(0) @binding(0) var<storage, read_write> clock: array<f32>;  // [4]: step, progress, factor, 0
@group(1) @binding(0) var<uniform> params: Params;

// (1 + cos(πp))/2 = (1 − sin u)/2 with u = π(p − ½), by the series of the sine up to u¹³.
fn cosine(p: f32) -> f32 {
  let u = 3.14159265358979 * (p - 0.5);
  let q = u * u;
  let sine = u * (1.0 + q * (-1.0 / 6.0 + q * (1.0 / 120.0 + q * (-1.0 / 5040.0
    + q * (1.0 / 362880.0 + q * (-1.0 / 39916800.0 + q * (1.0 / 6227020800.0)))))));
  return clamp(0.5 - 0.5 * sine, 0.0, 1.0);
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x > 0u || id.y > 0u) { return; }
  let total = f32(params.total);
  let step = clock[0] + 1.0;
  let past = step - 1.0;
  let last = max(1.0, total - 1.0);
  let progress = min(1.0, past / last);

  var factor = 1.0;
  if (params.schedule == 1u) {
    if (5.0 * past >= 3.0 * last) { factor = 0.1; }
    if (20.0 * past >= 17.0 * last) { factor = 0.01; }
  }
  if (params.schedule == 2u) { factor = cosine(progress); }
  let rise = params.warmup * total;
  if (rise > 0.0) { factor *= min(1.0, step / rise); }

  clock[0] = step;
  clock[1] = progress;
  clock[2] = factor;
  clock[3] = 0.0;
}
