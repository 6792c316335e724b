// The gradient of conv.wgsl by its input, from the gradient g before the activation:
//   dx[s,n,h,w,c] = act′ · Σ_i Σ_j Σ_f g[s, n, (h + p − i)/stride, (w + p − j)/stride, f] · W[s, (i·kernel + j)·channels + c, f]
// over the taps i, j where both divisions leave no remainder and stay inside. `activation` is that of the layer before,
// whose output is x: act′ is 1 for 0 (none), [x > 0] for 1 (relu), 1 − x² for 2 (tanh). For maps of a few pixels, which the
// tiles of conv-input-gradient.wgsl do not fit, and for kernels of one pixel and strides, which give its three taps less to do.
//
// Pixels of one remainder (h mod stride, w mod stride) see the same taps. One invocation computes 16 of them, one after
// another through all images of a seed, × 8 channels: in each turn of its one loop, at one tap, 64 numbers of g and 32
// weights, four neighbouring filters, feed 512 multiply-adds. At an edge the last pixel or channel is computed and written
// again. Sums run in a fixed order.

struct Params {
  seeds: u32, batch: u32, rows: u32, columns: u32, filters: u32, taps: u32,
  height: u32, width: u32, channels: u32, kernel: u32, stride: u32, activation: u32,
}

@group(0) @binding(0) var<storage, read> g: array<f32>;         // [seeds, batch, rows, columns, filters]
@group(0) @binding(1) var<storage, read> weight: array<f32>;    // [seeds, taps, filters]
@group(0) @binding(2) var<storage, read> x: array<f32>;         // [seeds, batch, height, width, channels]
@group(0) @binding(3) var<storage, read_write> dx: array<f32>;  // [seeds, batch, height, width, channels]
@group(1) @binding(0) var<uniform> params: Params;

// Four pixels: what their first tap sees of g, in u32 that wrap below zero; and where they lie in x and dx, if they do.
struct Four { row: vec4u, column: vec4u, at: vec4u, to: vec4u, exists: vec4<bool> }

fn four(seed: u32, a: u32, b: u32, first: u32) -> Four {
  let stride = params.stride;
  let before = (params.kernel - 1u) / 2u;
  let down = (params.height + stride - 1u) / stride;
  let across = (params.width + stride - 1u) / stride;
  let pixel = min(first + vec4u(0u, 1u, 2u, 3u), vec4u(params.batch * down * across - 1u));
  let line = pixel / across;
  let image = line / down;
  let u = line - image * down;
  let v = pixel - line * across;
  let row = u + (a + before) / stride;
  let column = v + (b + before) / stride;
  let whole = seed * params.batch + image;
  let at = ((whole * params.rows + row) * params.columns + column) * params.filters;
  let h = u * stride + a;
  let w = v * stride + b;
  let exists = (h < vec4u(params.height)) & (w < vec4u(params.width));
  let to = ((whole * params.height + h) * params.width + w) * params.channels;
  return Four(row, column, at, select(vec4u(0u), to, exists), exists);
}

// Whether so many taps down and across four pixels still see something of g.
fn inside(pixels: Four, m: u32, n: u32) -> vec4<bool> {
  return (pixels.row - m < vec4u(params.rows)) & (pixels.column - n < vec4u(params.columns));
}

// g at four places, zero outside.
fn seen(at: vec4u, within: vec4<bool>) -> vec4f {
  return select(vec4f(0.0), vec4f(g[at.x], g[at.y], g[at.z], g[at.w]), within);
}

// The weights of four channels, zero past the last filter.
fn weights(at: vec4u, exists: bool) -> vec4f {
  let own = vec4f(weight[at.x], weight[at.y], weight[at.z], weight[at.w]);
  return select(vec4f(0.0), own, vec4<bool>(exists));
}

// A column for each pixel, a row for each channel.
fn outer(pixels: vec4f, channels: vec4f) -> mat4x4f {
  return mat4x4f(pixels.x * channels, pixels.y * channels, pixels.z * channels, pixels.w * channels);
}

fn slopes(at: vec4u) -> vec4f {
  let value = vec4f(x[at.x], x[at.y], x[at.z], x[at.w]);
  let relu = select(vec4f(0.0), vec4f(1.0), value > vec4f(0.0));
  return select(1.0 - value * value, relu, params.activation == 1u);
}

// Four pixels × four channels times act′.
fn bent(m: mat4x4f, to: vec4u, channels: vec4u) -> mat4x4f {
  return mat4x4f(
    m[0] * slopes(to.x + channels), m[1] * slopes(to.y + channels),
    m[2] * slopes(to.z + channels), m[3] * slopes(to.w + channels),
  );
}

// Writes eight channels of a pixel.
fn put(at: u32, exists: bool, lo: vec4u, hi: vec4u, l: vec4f, h: vec4f) {
  if (!exists) { return; }
  dx[at + lo.x] = l.x; dx[at + lo.y] = l.y; dx[at + lo.z] = l.z; dx[at + lo.w] = l.w;
  dx[at + hi.x] = h.x; dx[at + hi.y] = h.y; dx[at + hi.z] = h.z; dx[at + hi.w] = h.w;
}

fn putFour(pixels: Four, lo: vec4u, hi: vec4u, l: mat4x4f, h: mat4x4f) {
  put(pixels.to.x, pixels.exists.x, lo, hi, l[0], h[0]);
  put(pixels.to.y, pixels.exists.y, lo, hi, l[1], h[1]);
  put(pixels.to.z, pixels.exists.z, lo, hi, l[2], h[2]);
  put(pixels.to.w, pixels.exists.w, lo, hi, l[3], h[3]);
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  let stride = params.stride;
  let across = (params.channels + 7u) / 8u;
  let pixels = params.batch * ((params.height + stride - 1u) / stride) * ((params.width + stride - 1u) / stride);
  let tiles = (pixels + 15u) / 16u;
  if (i >= params.seeds * stride * stride * tiles * across) { return; }
  let channel = (i % across) * 8u;
  let first = (i / across % tiles) * 16u;
  let rest = i / (across * tiles);
  let a = rest % stride; // this tile's remainders
  let b = rest / stride % stride;
  let seed = rest / (stride * stride);

  let p0 = four(seed, a, b, first);
  let p1 = four(seed, a, b, first + 4u);
  let p2 = four(seed, a, b, first + 8u);
  let p3 = four(seed, a, b, first + 12u);
  let lo = min(channel + vec4u(0u, 1u, 2u, 3u), vec4u(params.channels - 1u));
  let hi = min(channel + vec4u(4u, 5u, 6u, 7u), vec4u(params.channels - 1u));
  let fromLo = lo * params.filters;
  let fromHi = hi * params.filters;
  // Of four pixels × four (l)ow or (h)igh channels each.
  var l0 = mat4x4f(); var l1 = l0; var l2 = l0; var l3 = l0;
  var h0 = l0; var h1 = l0; var h2 = l0; var h3 = l0;

  // The first tap; each next one is `stride` on in the kernel and one back in g.
  let before = (params.kernel - 1u) / 2u;
  let firstRow = (a + before) % stride;
  let firstColumn = (b + before) % stride;
  let tapsDown = (params.kernel - firstRow + stride - 1u) / stride;
  let tapsAcross = (params.kernel - firstColumn + stride - 1u) / stride;
  let turns = tapsDown * tapsAcross * ((params.filters + 3u) / 4u);
  var m = 0u; // taps gone down
  var n = 0u; // and across
  var filter_ = 0u;
  for (var turn = 0u; turn < turns; turn++) {
    let i0 = inside(p0, m, n);
    let i1 = inside(p1, m, n);
    let i2 = inside(p2, m, n);
    let i3 = inside(p3, m, n);
    let back = (m * params.columns + n) * params.filters;
    let g0 = select(vec4u(0u), p0.at - back + filter_, i0);
    let g1 = select(vec4u(0u), p1.at - back + filter_, i1);
    let g2 = select(vec4u(0u), p2.at - back + filter_, i2);
    let g3 = select(vec4u(0u), p3.at - back + filter_, i3);
    let tap = (firstRow + stride * m) * params.kernel + firstColumn + stride * n;
    let w = (seed * params.taps + tap * params.channels) * params.filters + filter_;
    let left = params.filters - 1u - filter_; // filters after this one

    let wl0 = weights(w + fromLo, true); let wh0 = weights(w + fromHi, true);
    let g00 = seen(g0, i0); let g01 = seen(g1, i1); let g02 = seen(g2, i2); let g03 = seen(g3, i3);
    l0 += outer(g00, wl0); h0 += outer(g00, wh0);
    l1 += outer(g01, wl0); h1 += outer(g01, wh0);
    l2 += outer(g02, wl0); h2 += outer(g02, wh0);
    l3 += outer(g03, wl0); h3 += outer(g03, wh0);

    let f1 = min(1u, left);
    let wl1 = weights(w + f1 + fromLo, left >= 1u); let wh1 = weights(w + f1 + fromHi, left >= 1u);
    let g10 = seen(g0 + f1, i0); let g11 = seen(g1 + f1, i1); let g12 = seen(g2 + f1, i2); let g13 = seen(g3 + f1, i3);
    l0 += outer(g10, wl1); h0 += outer(g10, wh1);
    l1 += outer(g11, wl1); h1 += outer(g11, wh1);
    l2 += outer(g12, wl1); h2 += outer(g12, wh1);
    l3 += outer(g13, wl1); h3 += outer(g13, wh1);

    let f2 = min(2u, left);
    let wl2 = weights(w + f2 + fromLo, left >= 2u); let wh2 = weights(w + f2 + fromHi, left >= 2u);
    let g20 = seen(g0 + f2, i0); let g21 = seen(g1 + f2, i1); let g22 = seen(g2 + f2, i2); let g23 = seen(g3 + f2, i3);
    l0 += outer(g20, wl2); h0 += outer(g20, wh2);
    l1 += outer(g21, wl2); h1 += outer(g21, wh2);
    l2 += outer(g22, wl2); h2 += outer(g22, wh2);
    l3 += outer(g23, wl2); h3 += outer(g23, wh2);

    let f3 = min(3u, left);
    let wl3 = weights(w + f3 + fromLo, left >= 3u); let wh3 = weights(w + f3 + fromHi, left >= 3u);
    let g30 = seen(g0 + f3, i0); let g31 = seen(g1 + f3, i1); let g32 = seen(g2 + f3, i2); let g33 = seen(g3 + f3, i3);
    l0 += outer(g30, wl3); h0 += outer(g30, wh3);
    l1 += outer(g31, wl3); h1 += outer(g31, wh3);
    l2 += outer(g32, wl3); h2 += outer(g32, wh3);
    l3 += outer(g33, wl3); h3 += outer(g33, wh3);

    filter_ += 4u;
    let nextColumn = filter_ >= params.filters;
    filter_ = select(filter_, 0u, nextColumn);
    n += select(0u, 1u, nextColumn);
    let nextRow = n == tapsAcross;
    n = select(n, 0u, nextRow);
    m += select(0u, 1u, nextRow);
  }

  if (params.activation != 0u) { // one branch: each costs on a software adapter
    l0 = bent(l0, p0.to, lo); h0 = bent(h0, p0.to, hi);
    l1 = bent(l1, p1.to, lo); h1 = bent(h1, p1.to, hi);
    l2 = bent(l2, p2.to, lo); h2 = bent(h2, p2.to, hi);
    l3 = bent(l3, p3.to, lo); h3 = bent(h3, p3.to, hi);
  }
  putFour(p0, lo, hi, l0, h0);
  putFour(p1, lo, hi, l1, h1);
  putFour(p2, lo, hi, l2, h2);
  putFour(p3, lo, hi, l3, h3);
}
