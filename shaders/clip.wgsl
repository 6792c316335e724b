// Clipping by the norm of a seed's whole gradient, in place (Pascanu et al. 2013, arXiv:1211.5063; ε as in PyTorch):
//   g ← g · min(1, limit / (‖g‖ + ε)),   ‖g‖² the seed's sum of squares (squares.wgsl),   ε = 1e-6.
//
// One invocation scales one segment.

struct Params { runs: u32, segments: u32, rows: u32, limit: f32 }

@group(0) @binding(0) var<storage, read> square: array<f32>;           // [runs]: ‖g‖² of each seed
@group(0) @binding(1) var<storage, read> segment: array<i32>;          // [segments, 3]: first number, how many, seed
@group(0) @binding(2) var<storage, read_write> gradient: array<f32>;   // [rows, 4]
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= params.segments) { return; }
  let seed = min(u32(segment[3u * i + 2u]), params.runs - 1u);
  let scale = min(1.0, params.limit / (sqrt(square[seed]) + 1e-6));
  let start = u32(segment[3u * i]);
  let end = min(start + u32(segment[3u * i + 1u]), 4u * params.rows);
  for (var at = start; at < end; at++) { gradient[at] *= scale; }
}
