// Sums of rows, chunk by chunk:  y[s,p,c] = Σ_r x[s,r,c] over r = p·chunk … min(rows, (p+1)·chunk) − 1.
// It adds up the parts of a gradient (dense-weight-gradient.wgsl); two rounds sum many rows in parallel.
//
// One invocation computes one sum, over the rows in order: the same bits for a seed alone and among others.

struct Params { seeds: u32, rows: u32, columns: u32, parts: u32, chunk: u32 }

@group(0) @binding(0) var<storage, read> x: array<f32>;        // [seeds, rows, columns]
@group(0) @binding(1) var<storage, read_write> y: array<f32>;  // [seeds, parts, columns]
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= params.seeds * params.parts * params.columns) { return; }
  let column = i % params.columns;
  let part = i / params.columns % params.parts;
  let seed = i / (params.columns * params.parts);

  let start = part * params.chunk;
  let rows = min(params.chunk, params.rows - start);
  var at = (seed * params.rows + start) * params.columns + column;
  var sum = 0.0;
  for (var n = 0u; n < rows; n++) {
    sum += x[at];
    at += params.columns;
  }
  y[i] = sum;
}
