// A map added to one of half its size, of which each pixel counts for four (nearest neighbour), as in the way down of a feature
// pyramid (Lin et al. 2017, arXiv:1612.03144, section 3):
//
//   y[r, c] = fine[r, c] + coarse[⌊r/2⌋, ⌊c/2⌋]
//
// One invocation a number.

struct Params { images: u32, rows: u32, columns: u32, channels: u32, height: u32, width: u32 }

@group(0) @binding(0) var<storage, read> coarse: array<f32>;   // [images, rows, columns, channels]
@group(0) @binding(1) var<storage, read> fine: array<f32>;     // [images, height, width, channels]
@group(0) @binding(2) var<storage, read_write> y: array<f32>;  // [images, height, width, channels]
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= params.images * params.height * params.width * params.channels) { return; }
  let pixel = i / params.channels;
  let line = pixel / params.width;
  let image = line / params.height;
  let row = (line - image * params.height) / 2u;
  let column = (pixel - line * params.width) / 2u;
  let start = ((image * params.rows + row) * params.columns + column) * params.channels;
  y[i] = fine[i] + coarse[start + i - pixel * params.channels];
}
