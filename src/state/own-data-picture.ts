// What kind of image some bytes are and how large, from their first bytes: before anything of them is decoded.

export interface Picture {
  readonly type: 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp' | 'image/bmp';
  readonly width: number;
  readonly height: number;
}

const letters = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...bytes.subarray(from, to));

/** Null where it is none of the kinds that are read, or ends before it says how large it is. */
export function pictureOf(bytes: Uint8Array): Picture | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    if (letters(bytes, 0, 8) === '\x89PNG\r\n\x1a\n')
      return { type: 'image/png', width: view.getUint32(16), height: view.getUint32(20) };
    if (/^GIF8[79]a$/.test(letters(bytes, 0, 6)))
      return { type: 'image/gif', width: view.getUint16(6, true), height: view.getUint16(8, true) };
    if (letters(bytes, 0, 2) === 'BM')
      return {
        type: 'image/bmp',
        width: Math.abs(view.getInt32(18, true)),
        height: Math.abs(view.getInt32(22, true)),
      };
    if (letters(bytes, 0, 4) === 'RIFF' && letters(bytes, 8, 12) === 'WEBP') return webp(bytes, view);
    if (view.getUint16(0) === 0xffd8) return jpeg(view);
    return null;
  } catch {
    return null; // it ends too soon
  }
}

function webp(bytes: Uint8Array, view: DataView): Picture | null {
  const type = 'image/webp';
  switch (letters(bytes, 12, 16)) {
    case 'VP8 ':
      return { type, width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    case 'VP8L': {
      const bits = view.getUint32(21, true);
      return { type, width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8X': {
      const three = (at: number) => view.getUint16(at, true) + (view.getUint8(at + 2) << 16) + 1;
      return { type, width: three(24), height: three(27) };
    }
    default:
      return null;
  }
}

/** Goes from segment to segment to the one that begins a frame. */
function jpeg(view: DataView): Picture | null {
  let at = 2;
  for (;;) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { type: 'image/jpeg', width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    if (marker === 0xda || marker === 0xd9) return null;
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
}
