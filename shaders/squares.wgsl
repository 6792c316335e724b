// Sums of squares of stretches of a gradient:  sum[i] = Σ g² over segment i = [start, length, seed].
//
// One invocation adds one segment in order. Segments follow the parameters and seeds, so the sums of a seed have the
// same bits alone and among others.

struct Params { rows: u32, segments: u32 }

@group(0) @binding(0) var<storage, read> gradient: array<f32>;     // [rows, 4]
@group(0) @binding(1) var<storage, read> segment: array<i32>;      // [segments, 3]: first number, how many, seed
@group(0) @binding(2) var<storage, read_write> sum: array<f32>;    // [segments]
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= params.segments) { return; }
  let start = u32(segment[3u * i]);
  let end = min(start + u32(segment[3u * i + 1u]), 4u * params.rows);
  var total = 0.0;
  for (var at = start; at < end; at++) { total += gradient[at] * gradient[at]; }
  sum[i] = total;
}
