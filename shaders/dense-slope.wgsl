// The gradient before a dense layer's activation, from the gradient after it:
//   g = dy · act′,  with act′ from the output y itself:  relu: [y > 0],  tanh: 1 − y².
//
// One invocation computes one element.

struct Params { seeds: u32, rows: u32, units: u32, activation: u32 }

@group(0) @binding(0) var<storage, read> dy: array<f32>;       // [seeds, rows, units]
@group(0) @binding(1) var<storage, read> y: array<f32>;        // [seeds, rows, units]
@group(0) @binding(2) var<storage, read_write> g: array<f32>;  // [seeds, rows, units]
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= params.seeds * params.rows * params.units) { return; }
  let value = y[i];
  var slope = 1.0;
  if (params.activation == 1u) { slope = select(0.0, 1.0, value > 0.0); }
  if (params.activation == 2u) { slope = 1.0 - value * value; }
  g[i] = dy[i] * slope;
}
