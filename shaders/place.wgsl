// Numbers put where they belong:  place = source.  A recording has them written there in the first place.
//
// One invocation copies one number.

struct Params { size: u32 }

@group(0) @binding(0) var<storage, read> source: array<f32>;      // [size]
@group(0) @binding(1) var<storage, read_write> place: array<f32>;  // [size]
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= params.size) { return; }
  place[i] = source[i];
}
