// Stochastic gradient descent with momentum, in place, as PyTorch does it (weight decay is added to the gradient):
//   v ← μ·v + g + λ·θ,   θ ← θ − η·v,   with η = rate · factor, the factor of the schedule from the clock.
//
// All parameters of a network lie side by side, in rows of four: one invocation updates a row.

struct Params { rows: u32, momentum: f32, weightDecay: f32 }

@group(0) @binding(0) var<storage, read> gradient: array<vec4f>;         // [rows, 4]
@group(0) @binding(1) var<storage, read> clock: array<f32>;              // [4]: step, progress, factor, 0
@group(0) @binding(2) var<storage, read> rate: array<f32>;               // [1]
@group(0) @binding(3) var<storage, read_write> parameter: array<vec4f>;  // [rows, 4]
@group(0) @binding(4) var<storage, read_write> velocity: array<vec4f>;   // [rows, 4]
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= params.rows) { return; }
  let old = parameter[i];
  let v = params.momentum * velocity[i] + gradient[i] + params.weightDecay * old;
  velocity[i] = v;
  parameter[i] = old - rate[0] * clock[2] * v;
}
