// A convolution with 'same' padding, for every seed:  with p = ⌊(kernel − 1)/2⌋ and zeros outside of the image,
//   y[s,n,r,q,f] = act(b[s,f] + Σ_i Σ_j Σ_c x[s, n, r·stride + i − p, q·stride + j − p, c] · W[s, (i·kernel + j)·channels + c, f]),
//   act: 0 none, 1 relu.
//
// One invocation computes 16 pixels, one after another through all images of a seed, × 8 filters: in each turn of its
// one loop 48 numbers of x and 24 weights, three neighbouring taps of a channel, feed 384 multiply-adds. Turns and loads are
// the cost on software adapters, so the loop is not nested, and there is no workgroup memory and no barrier. At an edge
// the last pixel or filter is computed and written again. Sums run in a fixed order.

struct Params {
  seeds: u32, batch: u32, height: u32, width: u32, channels: u32, taps: u32, filters: u32,
  rows: u32, columns: u32, kernel: u32, stride: u32, activation: u32,
}

@group(0) @binding(0) var<storage, read> x: array<f32>;        // [seeds, batch, height, width, channels]
@group(0) @binding(1) var<storage, read> weight: array<f32>;   // [seeds, taps, filters]
@group(0) @binding(2) var<storage, read> bias: array<f32>;     // [seeds, filters]
@group(0) @binding(3) var<storage, read_write> y: array<f32>;  // [seeds, batch, rows, columns, filters]
@group(1) @binding(0) var<uniform> params: Params;

// Four pixels of y: where their first tap lies in x, in u32 that wrap below zero, and where they go.
struct Four { row: vec4u, column: vec4u, at: vec4u, to: vec4u }

fn four(seed: u32, first: u32) -> Four {
  let before = (params.kernel - 1u) / 2u;
  let pixel = min(first + vec4u(0u, 1u, 2u, 3u), vec4u(params.batch * params.rows * params.columns - 1u));
  let line = pixel / params.columns;
  let image = line / params.rows;
  let row = (line - image * params.rows) * params.stride - before;
  let column = (pixel - line * params.columns) * params.stride - before;
  let at = (((seed * params.batch + image) * params.height + row) * params.width + column) * params.channels;
  return Four(row, column, at, seed * params.batch * params.rows * params.columns + pixel);
}

// x at one tap of four pixels, zero outside.
fn seen(pixels: Four, i: u32, j: u32, step: u32) -> vec4f {
  let inside = (pixels.row + i < vec4u(params.height)) & (pixels.column + j < vec4u(params.width)) &
    vec4<bool>(j < params.kernel);
  let at = select(vec4u(0u), pixels.at + step, inside);
  return select(vec4f(0.0), vec4f(x[at.x], x[at.y], x[at.z], x[at.w]), inside);
}

fn weights(at: vec4u) -> vec4f {
  return vec4f(weight[at.x], weight[at.y], weight[at.z], weight[at.w]);
}

// A column for each pixel, a row for each filter.
fn outer(pixels: vec4f, filters: vec4f) -> mat4x4f {
  return mat4x4f(pixels.x * filters, pixels.y * filters, pixels.z * filters, pixels.w * filters);
}

// What is no number stays none: max may make a number of it.
fn relu(value: vec4f) -> vec4f {
  return select(value, vec4f(0.0), (value < vec4f(0.0)) & vec4<bool>(params.activation == 1u));
}

// Writes eight filters of a pixel.
fn put(at: u32, lo: vec4u, hi: vec4u, low: vec4f, high: vec4f) {
  let l = relu(low);
  let h = relu(high);
  y[at + lo.x] = l.x; y[at + lo.y] = l.y; y[at + lo.z] = l.z; y[at + lo.w] = l.w;
  y[at + hi.x] = h.x; y[at + hi.y] = h.y; y[at + hi.z] = h.z; y[at + hi.w] = h.w;
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  let across = (params.filters + 7u) / 8u;
  let down = (params.batch * params.rows * params.columns + 15u) / 16u;
  if (i >= params.seeds * down * across) { return; }
  let filter_ = (i % across) * 8u;
  let first = (i / across % down) * 16u;
  let seed = i / (across * down);

  let p0 = four(seed, first);
  let p1 = four(seed, first + 4u);
  let p2 = four(seed, first + 8u);
  let p3 = four(seed, first + 12u);
  let lo = min(filter_ + vec4u(0u, 1u, 2u, 3u), vec4u(params.filters - 1u));
  let hi = min(filter_ + vec4u(4u, 5u, 6u, 7u), vec4u(params.filters - 1u));

  let b = seed * params.filters;
  let lowBias = vec4f(bias[b + lo.x], bias[b + lo.y], bias[b + lo.z], bias[b + lo.w]);
  let highBias = vec4f(bias[b + hi.x], bias[b + hi.y], bias[b + hi.z], bias[b + hi.w]);
  // Of four pixels × four (l)ow or (h)igh filters each.
  var l0 = mat4x4f(lowBias, lowBias, lowBias, lowBias);
  var l1 = l0; var l2 = l0; var l3 = l0;
  var h0 = mat4x4f(highBias, highBias, highBias, highBias);
  var h1 = h0; var h2 = h0; var h3 = h0;

  let lastTap = (seed + 1u) * params.taps - 1u;
  let triples = (params.kernel + 2u) / 3u;
  let turns = params.kernel * triples * params.channels;
  var row = 0u;
  var column = 0u;
  var channel = 0u;
  for (var n = 0u; n < turns; n++) {
    let tap = seed * params.taps + (row * params.kernel + column) * params.channels + channel;
    let step = (row * params.width + column) * params.channels + channel;

    let w0 = tap * params.filters;
    let wl0 = weights(w0 + lo); let wh0 = weights(w0 + hi);
    let x00 = seen(p0, row, column, step);
    let x01 = seen(p1, row, column, step);
    let x02 = seen(p2, row, column, step);
    let x03 = seen(p3, row, column, step);
    l0 += outer(x00, wl0); h0 += outer(x00, wh0);
    l1 += outer(x01, wl0); h1 += outer(x01, wh0);
    l2 += outer(x02, wl0); h2 += outer(x02, wh0);
    l3 += outer(x03, wl0); h3 += outer(x03, wh0);

    let w1 = min(tap + params.channels, lastTap) * params.filters;
    let wl1 = weights(w1 + lo); let wh1 = weights(w1 + hi);
    let x10 = seen(p0, row, column + 1u, step + params.channels);
    let x11 = seen(p1, row, column + 1u, step + params.channels);
    let x12 = seen(p2, row, column + 1u, step + params.channels);
    let x13 = seen(p3, row, column + 1u, step + params.channels);
    l0 += outer(x10, wl1); h0 += outer(x10, wh1);
    l1 += outer(x11, wl1); h1 += outer(x11, wh1);
    l2 += outer(x12, wl1); h2 += outer(x12, wh1);
    l3 += outer(x13, wl1); h3 += outer(x13, wh1);

    let w2 = min(tap + 2u * params.channels, lastTap) * params.filters;
    let wl2 = weights(w2 + lo); let wh2 = weights(w2 + hi);
    let x20 = seen(p0, row, column + 2u, step + 2u * params.channels);
    let x21 = seen(p1, row, column + 2u, step + 2u * params.channels);
    let x22 = seen(p2, row, column + 2u, step + 2u * params.channels);
    let x23 = seen(p3, row, column + 2u, step + 2u * params.channels);
    l0 += outer(x20, wl2); h0 += outer(x20, wh2);
    l1 += outer(x21, wl2); h1 += outer(x21, wh2);
    l2 += outer(x22, wl2); h2 += outer(x22, wh2);
    l3 += outer(x23, wl2); h3 += outer(x23, wh2);

    channel++;
    let nextColumn = channel == params.channels;
    channel = select(channel, 0u, nextColumn);
    column += select(0u, 3u, nextColumn);
    let nextRow = column >= params.kernel;
    column = select(column, 0u, nextRow);
    row += select(0u, 1u, nextRow);
  }

  let o0 = p0.to * params.filters;
  let o1 = p1.to * params.filters;
  let o2 = p2.to * params.filters;
  let o3 = p3.to * params.filters;
  put(o0.x, lo, hi, l0[0], h0[0]);
  put(o0.y, lo, hi, l0[1], h0[1]);
  put(o0.z, lo, hi, l0[2], h0[2]);
  put(o0.w, lo, hi, l0[3], h0[3]);
  put(o1.x, lo, hi, l1[0], h1[0]);
  put(o1.y, lo, hi, l1[1], h1[1]);
  put(o1.z, lo, hi, l1[2], h1[2]);
  put(o1.w, lo, hi, l1[3], h1[3]);
  put(o2.x, lo, hi, l2[0], h2[0]);
  put(o2.y, lo, hi, l2[1], h2[1]);
  put(o2.z, lo, hi, l2[2], h2[2]);
  put(o2.w, lo, hi, l2[3], h2[3]);
  put(o3.x, lo, hi, l3[0], h3[0]);
  put(o3.y, lo, hi, l3[1], h3[1]);
  put(o3.z, lo, hi, l3[2], h3[2]);
  put(o3.w, lo, hi, l3[3], h3[3]);
}
