// What a step measured, into the ring of the last steps: ring[(step − 1) mod steps, ·], with the step from the clock. A row is
//
//   loss [seeds], accuracy [seeds], every term [seeds], every tracked quantity [seeds],
//
// where a term is its mean over the batch, the loss the sum of these means, and the accuracy the mean of the last of the
// `values`, scaled from the batch to the labeled samples in it. The host reads the ring now and then; nothing waits for it.
//
// One invocation writes one number; it adds the samples of its seed in order.

struct Params { values: u32, seeds: u32, batch: u32, extra: u32, steps: u32, numbers: u32, tracked: u32, labelScale: f32 }

@group(0) @binding(0) var<storage, read> value: array<f32>;       // [values, seeds, batch]: the terms, then 1 where right
@group(0) @binding(1) var<storage, read> quantity: array<f32>;    // [extra, seeds]: the first `tracked` count
@group(0) @binding(2) var<storage, read> clock: array<f32>;       // [4]: step, progress, factor, 0
@group(0) @binding(3) var<storage, read_write> ring: array<f32>;  // [steps, numbers]
@group(1) @binding(0) var<uniform> params: Params;

fn mean(row: u32, seed: u32) -> f32 {
  let first = (row * params.seeds + seed) * params.batch;
  var sum = 0.0;
  for (var b = 0u; b < params.batch; b++) { sum += value[first + b]; }
  return sum / f32(params.batch);
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= params.numbers) { return; }
  let seed = i % params.seeds;
  let series = i / params.seeds;
  let terms = params.values - 1u;

  var result = 0.0;
  if (series == 0u) {
    for (var t = 0u; t < terms; t++) { result += mean(t, seed); }
  } else if (series == 1u) {
    result = mean(terms, seed) * params.labelScale;
  } else if (series < terms + 2u) {
    result = mean(series - 2u, seed);
  } else {
    result = quantity[(series - terms - 2u) * params.seeds + seed];
  }
  let at = u32(max(0.0, clock[0] - 1.0)) % params.steps;
  ring[at * params.numbers + i] = result;
}
