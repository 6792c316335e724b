// The gradient of conv.wgsl by its weights and its bias, in parts, from the gradient g before the activation: over the
// pixels n, r, q of a part,  with p = ⌊(kernel − 1)/2⌋ and zeros outside of the image,
//   dW[s,part,(i·kernel + j)·channels + c,f] = Σ g[s,n,r,q,f] · x[s, n, r·stride + i − p, q·stride + j − p, c],
//   dW[s,part,lines − 1,f] = Σ g[s,n,r,q,f].
// A part is `chunk` pixels, one after another through all images of a seed; sum-parts.wgsl adds the parts up.
//
// One invocation computes 3×3 neighbouring taps of a channel × 8 filters: in each turn four pixels, 36 numbers of x and
// 32 of g, feed 288 multiply-adds. At an edge the last filter is computed and written again. Sums run in a fixed order.

struct Params {
  seeds: u32, batch: u32, height: u32, width: u32, channels: u32, rows: u32, columns: u32, filters: u32,
  parts: u32, lines: u32, kernel: u32, stride: u32, chunk: u32,
}

@group(0) @binding(0) var<storage, read> x: array<f32>;         // [seeds, batch, height, width, channels]
@group(0) @binding(1) var<storage, read> g: array<f32>;         // [seeds, batch, rows, columns, filters]
@group(0) @binding(2) var<storage, read_write> dw: array<f32>;  // [seeds, parts, lines, filters]
@group(1) @binding(0) var<uniform> params: Params;

// x at one tap of four pixels, zero outside.
fn seen(at: vec4u, inside: vec4<bool>) -> vec4f {
  let k = select(vec4u(0u), at, inside);
  return select(vec4f(0.0), vec4f(x[k.x], x[k.y], x[k.z], x[k.w]), inside);
}

fn gradient(at: vec4u, exists: bool) -> vec4f {
  return select(vec4f(0.0), vec4f(g[at.x], g[at.y], g[at.z], g[at.w]), vec4<bool>(exists));
}

// A column for each of three taps, a row for each filter.
fn outer(a: f32, b: f32, c: f32, filters: vec4f) -> mat3x4f {
  return mat3x4f(a * filters, b * filters, c * filters);
}

// Writes eight filters of a tap.
fn put(tap: u32, lo: vec4u, hi: vec4u, l: vec4f, h: vec4f) {
  let at = tap * params.filters;
  dw[at + lo.x] = l.x; dw[at + lo.y] = l.y; dw[at + lo.z] = l.z; dw[at + lo.w] = l.w;
  dw[at + hi.x] = h.x; dw[at + hi.y] = h.y; dw[at + hi.z] = h.z; dw[at + hi.w] = h.w;
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let invocation = id.y * groups.x * 64u + id.x;
  let across = (params.filters + 7u) / 8u;
  let triples = (params.kernel + 2u) / 3u;
  let blocks = triples * triples * params.channels;
  if (invocation >= params.seeds * params.parts * blocks * across) { return; }
  let filter_ = (invocation % across) * 8u;
  let channel = invocation / across % params.channels;
  let j = invocation / (across * params.channels) % triples * 3u; // the first of three taps across
  let i = invocation / (across * params.channels * triples) % triples * 3u; // and down
  let part = invocation / (across * blocks) % params.parts;
  let seed = invocation / (across * blocks * params.parts);
  let lo = min(filter_ + vec4u(0u, 1u, 2u, 3u), vec4u(params.filters - 1u));
  let hi = min(filter_ + vec4u(4u, 5u, 6u, 7u), vec4u(params.filters - 1u));

  // The taps of three rows of the kernel, of (l)ow and (h)igh filters.
  var l0 = mat3x4f(); var l1 = l0; var l2 = l0;
  var h0 = l0; var h1 = l0; var h2 = l0;
  var lowBias = vec4f(0.0);
  var highBias = vec4f(0.0);

  let before = (params.kernel - 1u) / 2u;
  let line = params.width * params.channels;
  let pixels = params.batch * params.rows * params.columns;
  let end = min(pixels, (part + 1u) * params.chunk);
  for (var n = part * params.chunk; n < end; n += 4u) {
    let pixel = min(vec4u(n, n + 1u, n + 2u, n + 3u), vec4u(end - 1u));
    let rows = pixel / params.columns;
    let image = rows / params.rows;
    // Where the first tap lies in x, in u32 that wrap below zero.
    let row = (rows - image * params.rows) * params.stride + i - before;
    let column = (pixel - rows * params.columns) * params.stride + j - before;
    let at = (((seed * params.batch + image) * params.height + row) * params.width + column) * params.channels +
      channel;
    let row0 = row < vec4u(params.height);
    let row1 = row + 1u < vec4u(params.height);
    let row2 = row + 2u < vec4u(params.height);
    let column0 = column < vec4u(params.width);
    let column1 = column + 1u < vec4u(params.width);
    let column2 = column + 2u < vec4u(params.width);
    let x00 = seen(at, row0 & column0);
    let x01 = seen(at + params.channels, row0 & column1);
    let x02 = seen(at + 2u * params.channels, row0 & column2);
    let x10 = seen(at + line, row1 & column0);
    let x11 = seen(at + line + params.channels, row1 & column1);
    let x12 = seen(at + line + 2u * params.channels, row1 & column2);
    let x20 = seen(at + 2u * line, row2 & column0);
    let x21 = seen(at + 2u * line + params.channels, row2 & column1);
    let x22 = seen(at + 2u * line + 2u * params.channels, row2 & column2);

    let to = (seed * pixels + pixel) * params.filters;
    let gl0 = gradient(to.x + lo, true);
    let gh0 = gradient(to.x + hi, true);
    let gl1 = gradient(to.y + lo, n + 1u < end);
    let gh1 = gradient(to.y + hi, n + 1u < end);
    let gl2 = gradient(to.z + lo, n + 2u < end);
    let gh2 = gradient(to.z + hi, n + 2u < end);
    let gl3 = gradient(to.w + lo, n + 3u < end);
    let gh3 = gradient(to.w + hi, n + 3u < end);
    l0 += outer(x00.x, x01.x, x02.x, gl0);
    l1 += outer(x10.x, x11.x, x12.x, gl0);
    l2 += outer(x20.x, x21.x, x22.x, gl0);
    l0 += outer(x00.y, x01.y, x02.y, gl1);
    l1 += outer(x10.y, x11.y, x12.y, gl1);
    l2 += outer(x20.y, x21.y, x22.y, gl1);
    l0 += outer(x00.z, x01.z, x02.z, gl2);
    l1 += outer(x10.z, x11.z, x12.z, gl2);
    l2 += outer(x20.z, x21.z, x22.z, gl2);
    l0 += outer(x00.w, x01.w, x02.w, gl3);
    l1 += outer(x10.w, x11.w, x12.w, gl3);
    l2 += outer(x20.w, x21.w, x22.w, gl3);
    h0 += outer(x00.x, x01.x, x02.x, gh0);
    h1 += outer(x10.x, x11.x, x12.x, gh0);
    h2 += outer(x20.x, x21.x, x22.x, gh0);
    h0 += outer(x00.y, x01.y, x02.y, gh1);
    h1 += outer(x10.y, x11.y, x12.y, gh1);
    h2 += outer(x20.y, x21.y, x22.y, gh1);
    h0 += outer(x00.z, x01.z, x02.z, gh2);
    h1 += outer(x10.z, x11.z, x12.z, gh2);
    h2 += outer(x20.z, x21.z, x22.z, gh2);
    h0 += outer(x00.w, x01.w, x02.w, gh3);
    h1 += outer(x10.w, x11.w, x12.w, gh3);
    h2 += outer(x20.w, x21.w, x22.w, gh3);
    lowBias += gl0 + gl1 + gl2 + gl3;
    highBias += gh0 + gh1 + gh2 + gh3;
  }

  let first = (seed * params.parts + part) * params.lines;
  let tap = first + (i * params.kernel + j) * params.channels + channel;
  let down = params.kernel * params.channels;
  let second = j + 1u < params.kernel; // does the kernel have a second column here, a third, and so on
  let third = j + 2u < params.kernel;
  put(tap, lo, hi, l0[0], h0[0]);
  if (second) { put(tap + params.channels, lo, hi, l0[1], h0[1]); }
  if (third) { put(tap + 2u * params.channels, lo, hi, l0[2], h0[2]); }
  if (i + 1u < params.kernel) {
    put(tap + down, lo, hi, l1[0], h1[0]);
    if (second) { put(tap + down + params.channels, lo, hi, l1[1], h1[1]); }
    if (third) { put(tap + down + 2u * params.channels, lo, hi, l1[2], h1[2]); }
  }
  if (i + 2u < params.kernel) {
    put(tap + 2u * down, lo, hi, l2[0], h2[0]);
    if (second) { put(tap + 2u * down + params.channels, lo, hi, l2[1], h2[1]); }
    if (third) { put(tap + 2u * down + 2u * params.channels, lo, hi, l2[2], h2[2]); }
  }
  if (channel == 0u && i == 0u && j == 0u) { put(first + params.lines - 1u, lo, hi, lowBias, highBias); }
}
