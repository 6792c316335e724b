// Dropout (Srivastava et al. 2014), inverted: y = x/(1 − p) where a unit is kept and 0 where it is dropped, which
// happens with probability p = dropped/2¹⁶. The gradient is the same of dy.
//
// One invocation does four numbers of a seed's [rows, units]. A unit is dropped where its 16 bits are below `dropped`;
// they are a quarter of the words of Philox-2x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3")
// for the counter [number/4, step − 1 + 2²⁴·stream] under the seed's key. Nothing is kept for the gradient.

const STREAM = 16777216u; // 2²⁴: a clock counts less

struct Params { seeds: u32, rows: u32, units: u32, quads: u32, dropped: u32, stream: u32 }

@group(0) @binding(0) var<storage, read> x: array<f32>;        // [seeds, rows, units]
@group(0) @binding(1) var<storage, read> clock: array<f32>;    // [4]: step, progress, factor, 0
@group(0) @binding(2) var<storage, read> keys: array<f32>;     // [seeds, 2]: upper and lower 16 bits
@group(0) @binding(3) var<storage, read_write> y: array<f32>;  // [seeds, rows, units]
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

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= params.seeds * params.quads) { return; }
  let quad = i % params.quads;
  let s = i / params.quads;

  let past = u32(max(0.0, clock[0] - 1.0));
  let key = (u32(keys[2u * s]) << 16u) | u32(keys[2u * s + 1u]);
  let word = philox(vec2u(quad, past + STREAM * params.stream), key);
  let bits = vec4u(word.x & 0xffffu, word.x >> 16u, word.y & 0xffffu, word.y >> 16u);
  let scale = 65536.0 / f32(65536u - params.dropped);
  let factor = select(vec4f(scale), vec4f(0.0), bits < vec4u(params.dropped));

  let size = params.rows * params.units;
  let first = s * size + 4u * quad;
  let last = (s + 1u) * size;
  y[first] = factor.x * x[first];
  if (first + 1u < last) { y[first + 1u] = factor.y * x[first + 1u]; }
  if (first + 2u < last) { y[first + 2u] = factor.z * x[first + 2u]; }
  if (first + 3u < last) { y[first + 3u] = factor.w * x[first + 3u]; }
}
