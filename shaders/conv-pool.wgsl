// A convolution of 3×3, ReLU and max pooling of 2×2 in one: with zeros outside of the image and z before the pooling,
//   z[s,n,h,w,f] = b[s,f] + Σ_i Σ_j Σ_c x[s, n, h + i − 1, w + j − 1, c] · W[s, (3i + j)·channels + c, f],
//   y[s,n,r,q,f] = max(0, max of z[s, n, 2r + {0,1}, 2q + {0,1}, f]),   an odd last row or column of z is left out.
// `code` says which of the four was the largest: 2·row + column in its window, the first among equals, and 4 where y is 0.
//
// One invocation computes 2 rows of 8 pixels (4 windows) × 8 filters: in each turn of its one loop 20 numbers of x and
// 24 weights, three neighbouring taps of a channel, feed 384 multiply-adds. Turns and loads are the cost on software
// adapters, so the loop is not nested, and there is no workgroup memory and no barrier. At an edge the last filter is
// computed and written again. Sums run in a fixed order.

struct Params {
  seeds: u32, batch: u32, height: u32, width: u32, channels: u32, taps: u32, filters: u32,
  poolRows: u32, poolColumns: u32,
}

@group(0) @binding(0) var<storage, read> x: array<f32>;           // [seeds, batch, height, width, channels]
@group(0) @binding(1) var<storage, read> weight: array<f32>;      // [seeds, taps, filters]
@group(0) @binding(2) var<storage, read> bias: array<f32>;        // [seeds, filters]
@group(0) @binding(3) var<storage, read_write> y: array<f32>;     // [seeds, batch, poolRows, poolColumns, filters]
@group(0) @binding(4) var<storage, read_write> code: array<f32>;  // [seeds, batch, poolRows, poolColumns, filters]
@group(1) @binding(0) var<uniform> params: Params;

// x at four places of a row, zero outside.
fn seen(at: vec4u, inside: vec4<bool>) -> vec4f {
  return select(vec4f(0.0), vec4f(x[at.x], x[at.y], x[at.z], x[at.w]), inside);
}

fn weights(at: vec4u) -> vec4f {
  return vec4f(weight[at.x], weight[at.y], weight[at.z], weight[at.w]);
}

// A column for each pixel, a row for each filter.
fn outer(pixels: vec4f, filters: vec4f) -> mat4x4f {
  return mat4x4f(pixels.x * filters, pixels.y * filters, pixels.z * filters, pixels.w * filters);
}

// The largest of a window of four filters and its code. What is no number stays none.
struct Largest { value: vec4f, code: vec4f }

fn larger(a: Largest, b: Largest) -> Largest {
  let none = (bitcast<vec4u>(b.value) & vec4u(0x7fffffffu)) > vec4u(0x7f800000u);
  let wins = (b.value > a.value) | none;
  return Largest(select(a.value, b.value, wins), select(a.code, b.code, wins));
}

fn pooled(a: vec4f, b: vec4f, c: vec4f, d: vec4f) -> Largest {
  let top = larger(Largest(a, vec4f(0.0)), Largest(b, vec4f(1.0)));
  let both = larger(larger(top, Largest(c, vec4f(2.0))), Largest(d, vec4f(3.0)));
  let dead = both.value <= vec4f(0.0);
  return Largest(select(both.value, vec4f(0.0), dead), select(both.code, vec4f(4.0), dead));
}

// Writes eight filters of a window.
fn put(at: u32, lo: vec4u, hi: vec4u, l: Largest, h: Largest) {
  y[at + lo.x] = l.value.x; y[at + lo.y] = l.value.y; y[at + lo.z] = l.value.z; y[at + lo.w] = l.value.w;
  y[at + hi.x] = h.value.x; y[at + hi.y] = h.value.y; y[at + hi.z] = h.value.z; y[at + hi.w] = h.value.w;
  code[at + lo.x] = l.code.x; code[at + lo.y] = l.code.y; code[at + lo.z] = l.code.z; code[at + lo.w] = l.code.w;
  code[at + hi.x] = h.code.x; code[at + hi.y] = h.code.y; code[at + hi.z] = h.code.z; code[at + hi.w] = h.code.w;
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  let across = (params.filters + 7u) / 8u;
  let tiles = (params.poolColumns + 3u) / 4u;
  if (i >= params.seeds * params.batch * params.poolRows * tiles * across) { return; }
  let tile = i / across;
  let line = tile / tiles; // of windows
  let image = line / params.poolRows;
  let seed = image / params.batch;
  let filter_ = (i - tile * across) * 8u;
  let window = (tile - line * tiles) * 4u;
  let top = 2u * (line - image * params.poolRows); // row of x that the middle tap of the first pixel sees
  let left = 2u * window;

  // Ten columns of x from left − 1 on, in u32 that wrap below zero.
  let c0 = left + vec4u(0u, 1u, 2u, 3u) - 1u;
  let c1 = left + vec4u(3u, 4u, 5u, 6u);
  let c2 = left + vec2u(7u, 8u);
  let in0 = c0 < vec4u(params.width);
  let in1 = c1 < vec4u(params.width);
  let in2 = c2 < vec2u(params.width);
  let at0 = select(vec4u(0u), c0, in0) * params.channels;
  let at1 = select(vec4u(0u), c1, in1) * params.channels;
  let at2 = select(vec2u(0u), c2, in2) * params.channels;

  let lo = min(filter_ + vec4u(0u, 1u, 2u, 3u), vec4u(params.filters - 1u));
  let hi = min(filter_ + vec4u(4u, 5u, 6u, 7u), vec4u(params.filters - 1u));
  let b = seed * params.filters;
  let lowBias = vec4f(bias[b + lo.x], bias[b + lo.y], bias[b + lo.z], bias[b + lo.w]);
  let highBias = vec4f(bias[b + hi.x], bias[b + hi.y], bias[b + hi.z], bias[b + hi.w]);
  // Of four pixels × four filters each: (t)op or (b)ottom row, first or last four pixels, (l)ow or (h)igh filters.
  var t0l = mat4x4f(lowBias, lowBias, lowBias, lowBias);
  var t1l = t0l; var b0l = t0l; var b1l = t0l;
  var t0h = mat4x4f(highBias, highBias, highBias, highBias);
  var t1h = t0h; var b0h = t0h; var b1h = t0h;

  let next = params.channels * params.filters; // from one tap's weights to the next one's
  var w = seed * params.taps * params.filters;
  var row = 0u;
  var channel = 0u;
  for (var n = 0u; n < 3u * params.channels; n++) {
    let upper = top + row - 1u;
    let lower = upper + 1u;
    let inUpper = upper < params.height;
    let inLower = lower < params.height;
    let u = (image * params.height + select(0u, upper, inUpper)) * params.width * params.channels + channel;
    let l = (image * params.height + select(0u, lower, inLower)) * params.width * params.channels + channel;
    let u0 = seen(u + at0, in0 & vec4<bool>(inUpper));
    let u1 = seen(u + at1, in1 & vec4<bool>(inUpper));
    let u2 = select(vec2f(0.0), vec2f(x[u + at2.x], x[u + at2.y]), in2 & vec2<bool>(inUpper));
    let l0 = seen(l + at0, in0 & vec4<bool>(inLower));
    let l1 = seen(l + at1, in1 & vec4<bool>(inLower));
    let l2 = select(vec2f(0.0), vec2f(x[l + at2.x], x[l + at2.y]), in2 & vec2<bool>(inLower));

    let wl0 = weights(w + lo); let wh0 = weights(w + hi);
    t0l += outer(u0, wl0); t0h += outer(u0, wh0);
    t1l += outer(u1, wl0); t1h += outer(u1, wh0);
    b0l += outer(l0, wl0); b0h += outer(l0, wh0);
    b1l += outer(l1, wl0); b1h += outer(l1, wh0);

    let wl1 = weights(w + next + lo); let wh1 = weights(w + next + hi);
    let u01 = vec4f(u0.yzw, u1.x); let u12 = vec4f(u1.yzw, u2.x);
    let l01 = vec4f(l0.yzw, l1.x); let l12 = vec4f(l1.yzw, l2.x);
    t0l += outer(u01, wl1); t0h += outer(u01, wh1);
    t1l += outer(u12, wl1); t1h += outer(u12, wh1);
    b0l += outer(l01, wl1); b0h += outer(l01, wh1);
    b1l += outer(l12, wl1); b1h += outer(l12, wh1);

    let wl2 = weights(w + 2u * next + lo); let wh2 = weights(w + 2u * next + hi);
    let u02 = vec4f(u0.zw, u1.xy); let u13 = vec4f(u1.zw, u2);
    let l02 = vec4f(l0.zw, l1.xy); let l13 = vec4f(l1.zw, l2);
    t0l += outer(u02, wl2); t0h += outer(u02, wh2);
    t1l += outer(u13, wl2); t1h += outer(u13, wh2);
    b0l += outer(l02, wl2); b0h += outer(l02, wh2);
    b1l += outer(l13, wl2); b1h += outer(l13, wh2);

    channel++;
    let last = channel == params.channels;
    w += params.filters + select(0u, 2u * next, last);
    channel = select(channel, 0u, last);
    row += select(0u, 1u, last);
  }

  let o = (line * params.poolColumns + window) * params.filters;
  let windows = params.poolColumns - window;
  put(o, lo, hi, pooled(t0l[0], t0l[1], b0l[0], b0l[1]), pooled(t0h[0], t0h[1], b0h[0], b0h[1]));
  if (windows > 1u) {
    put(o + params.filters, lo, hi,
      pooled(t0l[2], t0l[3], b0l[2], b0l[3]), pooled(t0h[2], t0h[3], b0h[2], b0h[3]));
  }
  if (windows > 2u) {
    put(o + 2u * params.filters, lo, hi,
      pooled(t1l[0], t1l[1], b1l[0], b1l[1]), pooled(t1h[0], t1h[1], b1h[0], b1h[1]));
  }
  if (windows > 3u) {
    put(o + 3u * params.filters, lo, hi,
      pooled(t1l[2], t1l[3], b1l[2], b1l[3]), pooled(t1h[2], t1h[3], b1h[2], b1h[3]));
  }
}
