// A ring of what the last steps measured: ring[(step − 1) mod rows, ·] = row[·], step from the clock.
// The host reads the ring now and then; nothing waits for it.
//
// One invocation writes one number.

struct Params { numbers: u32, rows: u32 }

@group(0) @binding(0) var<storage, read> row: array<f32>;         // [numbers]
@group(0) @binding(1) var<storage, read> clock: array<f32>;       // [4]: step, progress, factor, 0
@group(0) @binding(2) var<storage, read_write> ring: array<f32>;  // [rows, numbers]
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= params.numbers) { return; }
  let at = u32(max(0.0, clock[0] - 1.0)) % params.rows;
  ring[at * params.numbers + i] = row[i];
}
