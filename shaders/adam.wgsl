// Adam and AdamW, in place (Kingma & Ba 2015, arXiv:1412.6980; Loshchilov & Hutter 2019, arXiv:1711.05101):
//   m ← β₁·m + (1 − β₁)·g,   v ← β₂·v + (1 − β₂)·g²,   θ ← θ − η · (m/(1 − β₁ᵗ)) / (√(v/(1 − β₂ᵗ)) + ε),
// with β₂ = 0.999, ε = 1e-8, t the step and η = rate · factor from the clock. The weight decay λ is added to the
// gradient (g + λ·θ), or, decoupled, shrinks the parameter first: θ ← θ·(1 − η·λ).
//
// All parameters of a network lie side by side, in rows of four: one invocation updates a row. 1 − βᵗ is taken as
// −expm1(t·ln β): the difference would lose most of its digits for β₂ in the first steps. ln β₁ comes as a parameter
// for the same reason.

struct Params { rows: u32, beta1: f32, logBeta1: f32, weightDecay: f32, decoupled: u32 }

@group(0) @binding(0) var<storage, read> gradient: array<vec4f>;         // [rows, 4]
@group(0) @binding(1) var<storage, read> clock: array<f32>;              // [4]: step, progress, factor, 0
@group(0) @binding(2) var<storage, read> rate: array<f32>;               // [1]
@group(0) @binding(3) var<storage, read_write> parameter: array<vec4f>;  // [rows, 4]
@group(0) @binding(4) var<storage, read_write> m: array<vec4f>;          // [rows, 4]
@group(0) @binding(5) var<storage, read_write> v: array<vec4f>;          // [rows, 4]
@group(1) @binding(0) var<uniform> params: Params;

const BETA2 = 0.999;
const LOG_BETA2 = -0.00100050033358353;
const EPSILON = 1e-8;

// 1 − eˣ for x ≤ 0.
fn oneMinusExp(x: f32) -> f32 {
  if (x < -0.5) { return 1.0 - exp(x); }
  return -x * (1.0 + x / 2.0 * (1.0 + x / 3.0 * (1.0 + x / 4.0 * (1.0 + x / 5.0 * (1.0 + x / 6.0 * (1.0 + x / 7.0 * (1.0 + x / 8.0)))))));
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= params.rows) { return; }
  let t = clock[0];
  let eta = rate[0] * clock[2];
  var theta = parameter[i];
  var g = gradient[i];
  if (params.decoupled == 1u) { theta *= 1.0 - eta * params.weightDecay; } else { g += params.weightDecay * theta; }
  let first = params.beta1 * m[i] + (1.0 - params.beta1) * g;
  let second = BETA2 * v[i] + (1.0 - BETA2) * g * g;
  m[i] = first;
  v[i] = second;
  let corrected = first / oneMinusExp(t * params.logBeta1);
  parameter[i] = theta - eta * corrected / (sqrt(second / oneMinusExp(t * LOG_BETA2)) + EPSILON);
}
