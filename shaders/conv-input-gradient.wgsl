// The gradient of conv.wgsl by its input, from the gradient g before the activation:
//   dx[s,n,h,w,c] = act′ · Σ_i Σ_j Σ_f g[s, n, (h + p − i)/stride, (w + p − j)/stride, f] · W[s, (i·kernel + j)·channels + c, f]
// over the taps i, j where both divisions leave no remainder and stay inside. `activation` is that of the layer before,
// whose output is x: act′ is 1 for 0 (none), [x > 0] for 1 (relu), 1 − x² for 2 (tanh).
//
// Pixels of one remainder (h mod stride, w mod stride) see the same taps, and their g lie side by side. One invocation
// computes 2 rows of 8 such pixels × 8 channels: in each turn of the inner loop 20 numbers of g and 24 weights, three
// neighbouring taps of a filter, feed 384 multiply-adds. Turns and loads are the cost on software adapters, so the outer
// loop is left at once for kernels up to 3, and there is no workgroup memory and no barrier. At an edge the last channel is
// computed and written again. Sums run in a fixed order.

struct Params {
  seeds: u32, batch: u32, rows: u32, columns: u32, filters: u32, taps: u32,
  height: u32, width: u32, channels: u32, kernel: u32, stride: u32, activation: u32,
}

@group(0) @binding(0) var<storage, read> g: array<f32>;         // [seeds, batch, rows, columns, filters]
@group(0) @binding(1) var<storage, read> weight: array<f32>;    // [seeds, taps, filters]
@group(0) @binding(2) var<storage, read> x: array<f32>;         // [seeds, batch, height, width, channels]
@group(0) @binding(3) var<storage, read_write> dx: array<f32>;  // [seeds, batch, height, width, channels]
@group(1) @binding(0) var<uniform> params: Params;

// g at four places of a row, zero outside.
fn seen(at: vec4u, inside: vec4<bool>) -> vec4f {
  return select(vec4f(0.0), vec4f(g[at.x], g[at.y], g[at.z], g[at.w]), inside);
}

// The weights of four channels at a tap, zero if the kernel ends before it.
fn weights(at: vec4u, exists: bool) -> vec4f {
  let own = vec4f(weight[at.x], weight[at.y], weight[at.z], weight[at.w]);
  return select(vec4f(0.0), own, vec4<bool>(exists));
}

// A column for each pixel, a row for each channel.
fn outer(pixels: vec4f, channels: vec4f) -> mat4x4f {
  return mat4x4f(pixels.x * channels, pixels.y * channels, pixels.z * channels, pixels.w * channels);
}

// Where a pixel lies in x and dx; another one where there is none.
fn place(image: u32, row: u32, column: u32) -> u32 {
  let line = image * params.height + min(row, params.height - 1u);
  return (line * params.width + min(column, params.width - 1u)) * params.channels;
}

fn slopes(at: vec4u) -> vec4f {
  let value = vec4f(x[at.x], x[at.y], x[at.z], x[at.w]);
  let relu = select(vec4f(0.0), vec4f(1.0), value > vec4f(0.0));
  return select(1.0 - value * value, relu, params.activation == 1u);
}

// Four pixels × four channels times act′.
fn bent(m: mat4x4f, image: u32, row: u32, column: u32, channels: vec4u) -> mat4x4f {
  return mat4x4f(
    m[0] * slopes(place(image, row, column) + channels),
    m[1] * slopes(place(image, row, column + params.stride) + channels),
    m[2] * slopes(place(image, row, column + 2u * params.stride) + channels),
    m[3] * slopes(place(image, row, column + 3u * params.stride) + channels),
  );
}

// Writes eight channels of a pixel.
fn put(image: u32, row: u32, column: u32, lo: vec4u, hi: vec4u, l: vec4f, h: vec4f) {
  if (row >= params.height || column >= params.width) { return; }
  let at = place(image, row, column);
  dx[at + lo.x] = l.x; dx[at + lo.y] = l.y; dx[at + lo.z] = l.z; dx[at + lo.w] = l.w;
  dx[at + hi.x] = h.x; dx[at + hi.y] = h.y; dx[at + hi.z] = h.z; dx[at + hi.w] = h.w;
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  let stride = params.stride;
  let across = (params.channels + 7u) / 8u;
  let tiles = ((params.width + stride - 1u) / stride + 7u) / 8u;
  let pairs = ((params.height + stride - 1u) / stride + 1u) / 2u;
  if (i >= params.seeds * params.batch * stride * stride * pairs * tiles * across) { return; }
  let channel = (i % across) * 8u;
  let v = (i / across % tiles) * 8u;
  let u = (i / (across * tiles) % pairs) * 2u;
  let rest = i / (across * tiles * pairs);
  let a = rest % stride; // this tile's remainders: pixels (stride·u + a, stride·v + b)
  let b = rest / stride % stride;
  let image = rest / (stride * stride);
  let seed = image / params.batch;

  // The first tap and the g it sees; each next tap is `stride` on in the kernel and one back in g.
  let before = (params.kernel - 1u) / 2u;
  let firstRow = (a + before) % stride;
  let firstColumn = (b + before) % stride;
  let top = u + (a + before) / stride;
  let left = v + (b + before) / stride - 2u; // of ten columns that three taps see; in u32 that wrap below zero

  let last = params.channels - 1u;
  let lo = min(channel + vec4u(0u, 1u, 2u, 3u), vec4u(last));
  let hi = min(channel + vec4u(4u, 5u, 6u, 7u), vec4u(last));
  let fromLo = lo * params.filters;
  let fromHi = hi * params.filters;
  // Of four pixels × four channels each: (t)op or (b)ottom row, first or last four pixels, (l)ow or (h)igh channels.
  var t0l = mat4x4f(); var t1l = t0l; var b0l = t0l; var b1l = t0l;
  var t0h = t0l; var t1h = t0l; var b0h = t0l; var b1h = t0l;

  let next = stride * params.channels * params.filters; // from one tap's weights to the next one's
  let turns = (params.kernel - firstRow + stride - 1u) / stride * params.filters;
  for (var n = 0u; firstColumn + stride * n < params.kernel; n += 3u) { // taps gone across; once for small kernels
    let column = firstColumn + stride * n;
    let second = column + stride < params.kernel;
    let third = column + 2u * stride < params.kernel;
    let toSecond = select(0u, next, second);
    let toThird = select(0u, 2u * next, third);
    let c0 = left - n + vec4u(0u, 1u, 2u, 3u);
    let c1 = left - n + vec4u(4u, 5u, 6u, 7u);
    let c2 = left - n + vec2u(8u, 9u);
    let in0 = c0 < vec4u(params.columns);
    let in1 = c1 < vec4u(params.columns);
    let in2 = c2 < vec2u(params.columns);
    let at0 = select(vec4u(0u), c0, in0) * params.filters;
    let at1 = select(vec4u(0u), c1, in1) * params.filters;
    let at2 = select(vec2u(0u), c2, in2) * params.filters;

    var m = 0u; // taps gone down
    var filter_ = 0u;
    for (var turn = 0u; turn < turns; turn++) {
      let upper = top - m;
      let lower = upper + 1u;
      let inUpper = upper < params.rows;
      let inLower = lower < params.rows;
      let s = (image * params.rows + select(0u, upper, inUpper)) * params.columns * params.filters + filter_;
      let l = (image * params.rows + select(0u, lower, inLower)) * params.columns * params.filters + filter_;
      let u0 = seen(s + at0, in0 & vec4<bool>(inUpper));
      let u1 = seen(s + at1, in1 & vec4<bool>(inUpper));
      let u2 = select(vec2f(0.0), vec2f(g[s + at2.x], g[s + at2.y]), in2 & vec2<bool>(inUpper));
      let l0 = seen(l + at0, in0 & vec4<bool>(inLower));
      let l1 = seen(l + at1, in1 & vec4<bool>(inLower));
      let l2 = select(vec2f(0.0), vec2f(g[l + at2.x], g[l + at2.y]), in2 & vec2<bool>(inLower));

      let w = (seed * params.taps + ((firstRow + stride * m) * params.kernel + column) * params.channels) *
        params.filters + filter_;
      let wl0 = weights(w + fromLo, true); let wh0 = weights(w + fromHi, true);
      let u02 = vec4f(u0.zw, u1.xy); let u13 = vec4f(u1.zw, u2);
      let l02 = vec4f(l0.zw, l1.xy); let l13 = vec4f(l1.zw, l2);
      t0l += outer(u02, wl0); t0h += outer(u02, wh0);
      t1l += outer(u13, wl0); t1h += outer(u13, wh0);
      b0l += outer(l02, wl0); b0h += outer(l02, wh0);
      b1l += outer(l13, wl0); b1h += outer(l13, wh0);

      let wl1 = weights(w + toSecond + fromLo, second); let wh1 = weights(w + toSecond + fromHi, second);
      let u01 = vec4f(u0.yzw, u1.x); let u12 = vec4f(u1.yzw, u2.x);
      let l01 = vec4f(l0.yzw, l1.x); let l12 = vec4f(l1.yzw, l2.x);
      t0l += outer(u01, wl1); t0h += outer(u01, wh1);
      t1l += outer(u12, wl1); t1h += outer(u12, wh1);
      b0l += outer(l01, wl1); b0h += outer(l01, wh1);
      b1l += outer(l12, wl1); b1h += outer(l12, wh1);

      let wl2 = weights(w + toThird + fromLo, third); let wh2 = weights(w + toThird + fromHi, third);
      t0l += outer(u0, wl2); t0h += outer(u0, wh2);
      t1l += outer(u1, wl2); t1h += outer(u1, wh2);
      b0l += outer(l0, wl2); b0h += outer(l0, wh2);
      b1l += outer(l1, wl2); b1h += outer(l1, wh2);

      filter_++;
      let done = filter_ == params.filters;
      filter_ = select(filter_, 0u, done);
      m += select(0u, 1u, done);
    }
  }

  let row = stride * u + a;
  let column = stride * v + b;
  let far = column + 4u * stride;
  if (params.activation != 0u) { // one branch: each costs on a software adapter
    t0l = bent(t0l, image, row, column, lo); t0h = bent(t0h, image, row, column, hi);
    t1l = bent(t1l, image, row, far, lo); t1h = bent(t1h, image, row, far, hi);
    b0l = bent(b0l, image, row + stride, column, lo); b0h = bent(b0h, image, row + stride, column, hi);
    b1l = bent(b1l, image, row + stride, far, lo); b1h = bent(b1h, image, row + stride, far, hi);
  }
  put(image, row, column, lo, hi, t0l[0], t0h[0]);
  put(image, row, column + stride, lo, hi, t0l[1], t0h[1]);
  put(image, row, column + 2u * stride, lo, hi, t0l[2], t0h[2]);
  put(image, row, column + 3u * stride, lo, hi, t0l[3], t0h[3]);
  put(image, row, column + 4u * stride, lo, hi, t1l[0], t1h[0]);
  put(image, row, column + 5u * stride, lo, hi, t1l[1], t1h[1]);
  put(image, row, column + 6u * stride, lo, hi, t1l[2], t1h[2]);
  put(image, row, column + 7u * stride, lo, hi, t1l[3], t1h[3]);
  put(image, row + stride, column, lo, hi, b0l[0], b0h[0]);
  put(image, row + stride, column + stride, lo, hi, b0l[1], b0h[1]);
  put(image, row + stride, column + 2u * stride, lo, hi, b0l[2], b0h[2]);
  put(image, row + stride, column + 3u * stride, lo, hi, b0l[3], b0h[3]);
  put(image, row + stride, column + 4u * stride, lo, hi, b1l[0], b1h[0]);
  put(image, row + stride, column + 5u * stride, lo, hi, b1l[1], b1h[1]);
  put(image, row + stride, column + 6u * stride, lo, hi, b1l[2], b1h[2]);
  put(image, row + stride, column + 7u * stride, lo, hi, b1l[3], b1h[3]);
}
