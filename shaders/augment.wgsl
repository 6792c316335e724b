// The batch of a step for every seed, as gather.wgsl takes it, each sample altered by chance on the way:
//   shifted by whole pixels, up to `shift` in each direction, what comes in from outside being 0;
//   mirrored left to right with probability ½ where `flip` is 1;
//   noise · normal added to every number, background included;
//   a square of side `cutout`, its centre anywhere in the image, set to 0 (DeVries & Taylor 2017, arXiv:1708.04552).
// Samples are [features/(width·channels), width, channels]; where nothing moves, width and channels are of no account.
//
// One invocation writes RUN features of a sample. Random words are those of Philox-2x32-10 (Salmon et al. 2011,
// "Parallel random numbers: as easy as 1, 2, 3") for the counters [b, step − 1] (where to) and
// [b·⌈features/2⌉ + pair of features, step − 1 + 2²⁴] (noise) under the seed's key. Nothing is carried between steps.

const RUN = 16u;          // a multiple of 4
const STREAM = 16777216u; // 2²⁴: a clock counts less

struct Params {
  samples: u32, features: u32, seeds: u32, window: u32,
  rows: u32, runs: u32,
  batch: u32, labeled: u32, width: u32, channels: u32,
  shift: u32, flip: u32, cutout: u32, noise: f32,
}

@group(0) @binding(0) var<storage, read> data: array<f32>;     // [samples, features]
@group(0) @binding(1) var<storage, read> labels: array<f32>;   // [samples]
@group(0) @binding(2) var<storage, read> order: array<i32>;    // [seeds, window]
@group(0) @binding(3) var<storage, read> clock: array<f32>;    // [4]: step, progress, factor, 0
@group(0) @binding(4) var<storage, read> keys: array<f32>;     // [seeds, 2]: upper and lower 16 bits
@group(0) @binding(5) var<storage, read_write> x: array<f32>;  // [seeds, rows, features], rows = batch
@group(0) @binding(6) var<storage, read_write> y: array<f32>;  // [seeds, rows]
@group(1) @binding(0) var<uniform> params: Params;

/** The upper half of the 64-bit product. */
fn upper_product(a: u32, b: u32) -> u32 {
  let middle = (a >> 16u) * (b & 0xffffu) + (((a & 0xffffu) * (b & 0xffffu)) >> 16u);
  let carry = (a & 0xffffu) * (b >> 16u) + (middle & 0xffffu);
  return (a >> 16u) * (b >> 16u) + (middle >> 16u) + (carry >> 16u);
}

fn philox(counter: vec2u, key: u32) -> vec2u {
  var word = counter;
  var k = key;
  for (var round = 0u; round < 10u; round++) {
    word = vec2u(upper_product(word.x, 0xd256d193u) ^ k ^ word.y, word.x * 0xd256d193u);
    k += 0x9e3779b9u;
  }
  return word;
}

/**
 * Two standard normal numbers from two words (Box & Muller 1958). Sine and cosine are polynomials on an eighth of the
 * circle to either side, turned by quarters: WGSL promises only 2⁻¹¹ of its own.
 */
fn normals(word: vec2u) -> vec2f {
  let radius = sqrt(max(0.0, -2.0 * log((f32(word.x) + 0.5) * 0x1p-32)));
  let angle = (f32(word.y & 0x3fffffffu) * 0x1p-30 - 0.5) * 1.5707963267948966;
  let q = angle * angle;
  let sine = angle * (1.0 + q * (-1.0 / 6.0 + q * (1.0 / 120.0 - q / 5040.0)));
  let cosine = 1.0 + q * (-0.5 + q * (1.0 / 24.0 + q * (-1.0 / 720.0 + q / 40320.0)));
  let turned = select(vec2f(cosine, sine), vec2f(-sine, cosine), (word.y & 0x40000000u) != 0u);
  return radius * select(turned, -turned, word.y >= 0x80000000u);
}

/** n/d rounded down, by its reciprocal: a division is dear on software adapters. Exact for n below 2²⁰. */
fn quotient(n: vec4u, reciprocal: f32) -> vec4u {
  return vec4u((vec4f(n) + 0.5) * reciprocal);
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= params.seeds * params.rows * params.runs) { return; }
  let row = i / params.runs;
  let first = (i - row * params.runs) * RUN;
  let s = row / params.rows;
  let b = row - s * params.rows;

  let past = u32(max(0.0, clock[0] - 1.0));
  let place = min(past % max(1u, params.window / params.batch) * params.batch + b, params.window - 1u);
  let sample = u32(clamp(order[s * params.window + place], 0, i32(params.samples) - 1));
  if (first == 0u) { y[row] = select(-1.0, labels[sample], b < params.labeled); }

  let key = (u32(keys[2u * s]) << 16u) | u32(keys[2u * s + 1u]);
  let word = philox(vec2u(b, past), key);
  let height = params.features / (params.width * params.channels);
  let reach = 2u * params.shift + 1u;
  let right = i32(((word.x & 0xffffu) * reach) >> 16u) - i32(params.shift);
  let down = i32(((word.x >> 16u) * reach) >> 16u) - i32(params.shift);
  let mirrored = params.flip == 1u && (word.y & 1u) == 1u;
  let left = i32((((word.y >> 1u) & 0x7fffu) * params.width) >> 15u) - i32(params.cutout / 2u);
  let top = i32(((word.y >> 16u) * height) >> 16u) - i32(params.cutout / 2u);

  let width = params.width;
  let features = params.features;
  let per_channel = 1.0 / f32(params.channels);
  let per_width = 1.0 / f32(width);
  let edge = select(0u, width - 1u, mirrored) - u32(right);
  let turn = select(1u, 0xffffffffu, mirrored); // 1 or −1
  let source = sample * features;
  let last = min(first + RUN, features);
  for (var f = first; f < last; f += 4u) {
    let n = vec4u(f, f + 1u, f + 2u, f + 3u);
    let pixel = quotient(n, per_channel);
    let line = quotient(pixel, per_width);
    let column = pixel - width * line;
    // Where each number comes from; what is left of or above the image becomes large, as it has no sign.
    let from_line = line - u32(down);
    let from_column = edge + turn * column;
    let inside = (from_column < vec4u(width)) & (from_line < vec4u(height));
    let moved = (from_line * width + from_column - pixel) * params.channels;
    let at = source + select(vec4u(0u), n + moved, inside);
    let value = select(vec4f(0.0), vec4f(data[at.x], data[at.y], data[at.z], data[at.w]), inside);

    var noise = vec4f(0.0);
    if (params.noise > 0.0) {
      let counter = vec2u(b * ((features + 1u) / 2u) + f / 2u, past + STREAM);
      let one = normals(philox(counter, key));
      let other = normals(philox(counter + vec2u(1u, 0u), key));
      noise = params.noise * vec4f(one, other);
    }
    let hole = (column - u32(left) < vec4u(params.cutout)) & (line - u32(top) < vec4u(params.cutout));
    let altered = select(value + noise, vec4f(0.0), hole);
    let goal = row * features + f;
    x[goal] = altered.x;
    if (f + 1u < features) { x[goal + 1u] = altered.y; }
    if (f + 2u < features) { x[goal + 2u] = altered.z; }
    if (f + 3u < features) { x[goal + 3u] = altered.w; }
  }
}
