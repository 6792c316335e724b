// The gradient of a max pooling of 2×2 pixels by what was pooled: each dy goes to the pixel that its code names
// (2·row + column in the window; nowhere for 4). All others get zero, an odd last row and column too.
//
// One invocation writes a window of 4 channels, so nothing is written twice by two; at an edge the last channel is
// computed and written again.

struct Params {
  images: u32, poolRows: u32, poolColumns: u32, channels: u32, height: u32, width: u32,
  oddRows: u32, oddColumns: u32,
}

@group(0) @binding(0) var<storage, read> dy: array<f32>;        // [images, poolRows, poolColumns, channels]
@group(0) @binding(1) var<storage, read> code: array<f32>;      // [images, poolRows, poolColumns, channels]
@group(0) @binding(2) var<storage, read_write> dx: array<f32>;  // [images, height, width, channels]
@group(1) @binding(0) var<uniform> params: Params;

fn put(at: vec4u, value: vec4f) {
  dx[at.x] = value.x;
  dx[at.y] = value.y;
  dx[at.z] = value.z;
  dx[at.w] = value.w;
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  let across = (params.channels + 3u) / 4u;
  let columns = (params.width + 1u) / 2u; // of windows, one that is cut off at the edge too
  let rows = (params.height + 1u) / 2u;
  if (i >= params.images * rows * columns * across) { return; }
  let window = i / across;
  let line = window / columns;
  let image = line / rows;
  let channels = min((i - window * across) * 4u + vec4u(0u, 1u, 2u, 3u), vec4u(params.channels - 1u));
  let column = window - line * columns;
  let row = line - image * rows;

  let whole = vec4<bool>(row < params.poolRows && column < params.poolColumns);
  let start = ((image * params.poolRows + row) * params.poolColumns + column) * params.channels;
  let k = select(vec4u(0u), start + channels, whole);
  let d = select(vec4f(0.0), vec4f(dy[k.x], dy[k.y], dy[k.z], dy[k.w]), whole);
  let c = vec4f(code[k.x], code[k.y], code[k.z], code[k.w]);

  let hasRight = 2u * column + 1u < params.width;
  let hasBottom = 2u * row + 1u < params.height;
  let top = ((image * params.height + 2u * row) * params.width + 2u * column) * params.channels + channels;
  let bottom = top + params.width * params.channels;
  put(top, select(vec4f(0.0), d, c == vec4f(0.0)));
  if (hasRight) { put(top + params.channels, select(vec4f(0.0), d, c == vec4f(1.0))); }
  if (hasBottom) { put(bottom, select(vec4f(0.0), d, c == vec4f(2.0))); }
  if (hasRight && hasBottom) { put(bottom + params.channels, select(vec4f(0.0), d, c == vec4f(3.0))); }
}
