// The gradient of conv-pool.wgsl by its weights and its bias, in parts: over the windows of a part,
//   dW[s,p,(3i + j)·channels + c,f] = Σ dy[s,w,f] · x[s, where code[s,w,f] says + (i − 1, j − 1), c],
//   dW[s,p,lines − 1,f] = Σ dy[s,w,f],   both without the windows whose code is 4.
// A part is `chunk` windows, one after another through all images of a seed; sum-parts.wgsl adds the parts up.
//
// One invocation computes the 9 taps of a channel × 8 filters: in each turn 16 numbers of x, 8 of dy and 8 codes feed
// 288 multiply-adds. The gradient before the pooling is made on the way and never stored. At an edge the last filter
// is computed and written again. Sums run in a fixed order.

struct Params {
  seeds: u32, batch: u32, height: u32, width: u32, channels: u32, poolRows: u32, poolColumns: u32, filters: u32,
  parts: u32, lines: u32, chunk: u32,
}

@group(0) @binding(0) var<storage, read> x: array<f32>;         // [seeds, batch, height, width, channels]
@group(0) @binding(1) var<storage, read> dy: array<f32>;        // [seeds, batch, poolRows, poolColumns, filters]
@group(0) @binding(2) var<storage, read> code: array<f32>;      // [seeds, batch, poolRows, poolColumns, filters]
@group(0) @binding(3) var<storage, read_write> dw: array<f32>;  // [seeds, parts, lines, filters]
@group(1) @binding(0) var<uniform> params: Params;

// x at four neighbours in a row, zero outside.
fn seen(image: u32, row: u32, columns: vec4u, channel: u32, inside: vec4<bool>) -> vec4f {
  let exists = inside & vec4<bool>(row < params.height);
  let line = (image * params.height + row) * params.width;
  let at = select(vec4u(0u), (line + columns) * params.channels + channel, exists);
  return select(vec4f(0.0), vec4f(x[at.x], x[at.y], x[at.z], x[at.w]), exists);
}

// A column for each of three taps, a row for each filter.
fn outer(taps: vec3f, filters: vec4f) -> mat3x4f {
  return mat3x4f(taps.x * filters, taps.y * filters, taps.z * filters);
}

// Writes eight filters of a tap.
fn put(at: u32, lo: vec4u, hi: vec4u, l: vec4f, h: vec4f) {
  dw[at + lo.x] = l.x; dw[at + lo.y] = l.y; dw[at + lo.z] = l.z; dw[at + lo.w] = l.w;
  dw[at + hi.x] = h.x; dw[at + hi.y] = h.y; dw[at + hi.z] = h.z; dw[at + hi.w] = h.w;
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  let across = (params.filters + 7u) / 8u;
  if (i >= params.seeds * params.parts * params.channels * across) { return; }
  let filter_ = (i % across) * 8u;
  let channel = i / across % params.channels;
  let part = i / (across * params.channels) % params.parts;
  let seed = i / (across * params.channels * params.parts);
  let lo = min(filter_ + vec4u(0u, 1u, 2u, 3u), vec4u(params.filters - 1u));
  let hi = min(filter_ + vec4u(4u, 5u, 6u, 7u), vec4u(params.filters - 1u));

  // Taps of the kernel's rows, of (l)ow and (h)igh filters.
  var l0 = mat3x4f(); var l1 = l0; var l2 = l0;
  var h0 = l0; var h1 = l0; var h2 = l0;
  var lowBias = vec4f(0.0);
  var highBias = vec4f(0.0);

  let windows = params.batch * params.poolRows * params.poolColumns;
  let end = min(windows, (part + 1u) * params.chunk);
  for (var n = part * params.chunk; n < end; n++) {
    let at = (seed * windows + n) * params.filters;
    let dl = vec4f(dy[at + lo.x], dy[at + lo.y], dy[at + lo.z], dy[at + lo.w]);
    let dh = vec4f(dy[at + hi.x], dy[at + hi.y], dy[at + hi.z], dy[at + hi.w]);
    let cl = vec4f(code[at + lo.x], code[at + lo.y], code[at + lo.z], code[at + lo.w]);
    let ch = vec4f(code[at + hi.x], code[at + hi.y], code[at + hi.z], code[at + hi.w]);

    let line = n / params.poolColumns;
    let inBatch = line / params.poolRows;
    let image = seed * params.batch + inBatch;
    let top = 2u * (line - inBatch * params.poolRows) - 1u; // in u32 that wrap below zero
    let columns = 2u * (n - line * params.poolColumns) + vec4u(0u, 1u, 2u, 3u) - 1u;
    let inside = columns < vec4u(params.width);
    let x0 = seen(image, top, columns, channel, inside);
    let x1 = seen(image, top + 1u, columns, channel, inside);
    let x2 = seen(image, top + 2u, columns, channel, inside);
    let x3 = seen(image, top + 3u, columns, channel, inside);

    // The gradient before the pooling at the window's four pixels.
    let l00 = select(vec4f(0.0), dl, cl == vec4f(0.0)); let h00 = select(vec4f(0.0), dh, ch == vec4f(0.0));
    let l01 = select(vec4f(0.0), dl, cl == vec4f(1.0)); let h01 = select(vec4f(0.0), dh, ch == vec4f(1.0));
    let l10 = select(vec4f(0.0), dl, cl == vec4f(2.0)); let h10 = select(vec4f(0.0), dh, ch == vec4f(2.0));
    let l11 = select(vec4f(0.0), dl, cl == vec4f(3.0)); let h11 = select(vec4f(0.0), dh, ch == vec4f(3.0));
    l0 += outer(x0.xyz, l00); l0 += outer(x0.yzw, l01); l0 += outer(x1.xyz, l10); l0 += outer(x1.yzw, l11);
    l1 += outer(x1.xyz, l00); l1 += outer(x1.yzw, l01); l1 += outer(x2.xyz, l10); l1 += outer(x2.yzw, l11);
    l2 += outer(x2.xyz, l00); l2 += outer(x2.yzw, l01); l2 += outer(x3.xyz, l10); l2 += outer(x3.yzw, l11);
    h0 += outer(x0.xyz, h00); h0 += outer(x0.yzw, h01); h0 += outer(x1.xyz, h10); h0 += outer(x1.yzw, h11);
    h1 += outer(x1.xyz, h00); h1 += outer(x1.yzw, h01); h1 += outer(x2.xyz, h10); h1 += outer(x2.yzw, h11);
    h2 += outer(x2.xyz, h00); h2 += outer(x2.yzw, h01); h2 += outer(x3.xyz, h10); h2 += outer(x3.yzw, h11);
    lowBias += l00 + l01 + l10 + l11;
    highBias += h00 + h01 + h10 + h11;
  }

  let first = (seed * params.parts + part) * params.lines;
  let o = (first + channel) * params.filters;
  let next = params.channels * params.filters; // from one tap to the next
  put(o, lo, hi, l0[0], h0[0]);
  put(o + next, lo, hi, l0[1], h0[1]);
  put(o + 2u * next, lo, hi, l0[2], h0[2]);
  put(o + 3u * next, lo, hi, l1[0], h1[0]);
  put(o + 4u * next, lo, hi, l1[1], h1[1]);
  put(o + 5u * next, lo, hi, l1[2], h1[2]);
  put(o + 6u * next, lo, hi, l2[0], h2[0]);
  put(o + 7u * next, lo, hi, l2[1], h2[1]);
  put(o + 8u * next, lo, hi, l2[2], h2[2]);
  if (channel == 0u) { put((first + params.lines - 1u) * params.filters, lo, hi, lowBias, highBias); }
}
