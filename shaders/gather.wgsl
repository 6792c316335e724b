// A batch for every seed: sample and label at the places its shuffled order names, from the step's cursor on.
//   x[s,b,·] = data[order[s,c+b],·],   y[s,b] = labels[order[s,c+b]],   c = ((step − 1) mod ⌊window/batch⌋)·batch,
// where step is clock[0]: the order holds a window of so many steps, and the host fills in the next in time.
// From position `labeled` on the label is −1: the sample comes without one.
//
// One invocation copies RUN features, because finding the sample takes several divisions, which are dear on software
// adapters; the first of each sample also copies the label.

const RUN = 16u;

struct Params {
  samples: u32, features: u32, seeds: u32, window: u32,
  rows: u32, runs: u32,
  batch: u32, labeled: u32,
}

@group(0) @binding(0) var<storage, read> data: array<f32>;     // [samples, features]
@group(0) @binding(1) var<storage, read> labels: array<f32>;   // [samples]
@group(0) @binding(2) var<storage, read> order: array<i32>;    // [seeds, window]
@group(0) @binding(3) var<storage, read> clock: array<f32>;    // [4]: step, progress, factor, 0
@group(0) @binding(4) var<storage, read_write> x: array<f32>;  // [seeds, rows, features], rows = batch
@group(0) @binding(5) var<storage, read_write> y: array<f32>;  // [seeds, rows]
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= params.seeds * params.rows * params.runs) { return; }
  let row = i / params.runs;
  let first = (i - row * params.runs) * RUN;
  let s = row / params.rows;
  let b = row - s * params.rows;

  let steps = u32(max(0.0, clock[0] - 1.0)) % max(1u, params.window / params.batch);
  let place = min(steps * params.batch + b, params.window - 1u);
  let sample = u32(clamp(order[s * params.window + place], 0, i32(params.samples) - 1));
  if (first == 0u) { y[row] = select(-1.0, labels[sample], b < params.labeled); }
  let source = sample * params.features;
  let goal = row * params.features;
  let last = min(first + RUN, params.features);
  for (var f = first; f < last; f++) { x[goal + f] = data[source + f]; }
}
