// Max pooling of 2×2 pixels: y[n,r,c,k] = max of x[n, 2r + {0,1}, 2c + {0,1}, k]; an odd last row or column is left out.
//
// One invocation computes one element.

struct Params { images: u32, height: u32, width: u32, channels: u32, poolRows: u32, poolColumns: u32 }

@group(0) @binding(0) var<storage, read> x: array<f32>;        // [images, height, width, channels]
@group(0) @binding(1) var<storage, read_write> y: array<f32>;  // [images, poolRows, poolColumns, channels]
@group(1) @binding(0) var<uniform> params: Params;

// The larger of two numbers; what is no number stays none.
fn larger(a: f32, b: f32) -> f32 {
  if ((bitcast<u32>(a) & 0x7fffffffu) > 0x7f800000u) { return a; }
  return select(b, a, b < a);
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= params.images * params.poolRows * params.poolColumns * params.channels) { return; }
  let k = i % params.channels;
  let c = i / params.channels % params.poolColumns;
  let r = i / (params.channels * params.poolColumns) % params.poolRows;
  let n = i / (params.channels * params.poolColumns * params.poolRows);
  let top = ((n * params.height + 2u * r) * params.width + 2u * c) * params.channels + k;
  let bottom = top + params.width * params.channels;
  y[i] = larger(larger(x[top], x[bottom]), larger(x[top + params.channels], x[bottom + params.channels]));
}
