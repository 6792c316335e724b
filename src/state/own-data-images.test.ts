import fc from 'fast-check';
import { strToU8, type Zippable, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { SHARES } from '../contract/own-data.ts';
import { td } from '../ui/messages/own-data.ts';
import type { Reading } from './own-data-assemble.ts';
import { type Decode, type ImageChoice, readImages, readZip } from './own-data-images.ts';
import { pictureOf } from './own-data-picture.ts';

const CHOICE: ImageChoice = { name: 'mine', shares: SHARES, side: 2, colour: false };

/** The first bytes of a PNG of that size, and one byte that stands for what is in it. */
function png(content: number, width = 4, height = 4): Uint8Array {
  const bytes = new Uint8Array(34);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  new DataView(bytes.buffer).setUint32(16, width);
  new DataView(bytes.buffer).setUint32(20, height);
  bytes[33] = content;
  return bytes;
}
/** Stands for the browser: all pixels have the value of the last byte; 99 cannot be decoded. */
const decode: Decode = async (bytes, _type, side) => {
  const value = bytes.at(-1) as number;
  if (value === 99) throw new Error('The source image could not be decoded.');
  return new Uint8ClampedArray(side * side * 4).map((_, i) => (i % 4 === 3 ? 255 : value));
};
const five = (folder: string, value: number): Zippable =>
  Object.fromEntries(Array.from({ length: 5 }, (_, i) => [`${folder}/${i}.png`, png(value + i)]));
const GOOD: Zippable = { ...five('set/cat', 10), ...five('set/dog', 20) };
const read = (content: Zippable | Uint8Array, choice: Partial<ImageChoice> = {}) =>
  readZip(content instanceof Uint8Array ? content : zipSync(content), { ...CHOICE, ...choice }, decode);
const said = ({ remarks }: Reading) => remarks.map(({ say, gaps }) => td(say, gaps)).join(' ');

/** Where each entry stands in the list at the end of a zip. */
function listed(zip: Uint8Array): number[] {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  return Array.from({ length: zip.length - 4 }, (_, at) => at).filter(
    (at) => view.getUint32(at, true) === 0x02014b50,
  );
}
/** A zip of the good images and one more, whose line in the list was changed. */
function forged(
  change: (view: DataView, at: number) => void,
  more: Zippable = { 'set/cat/more.png': png(1) },
): Uint8Array {
  const zip = zipSync({ ...GOOD, ...more }, { level: 6 });
  change(new DataView(zip.buffer, zip.byteOffset, zip.byteLength), listed(zip).at(-1) as number);
  return zip;
}

describe('images by class', () => {
  it('come from a zip: the folder is the class, the order that of the zip', async () => {
    const { data, remarks } = await read(GOOD);
    expect(data).toMatchObject({ kind: 'images', shape: [2, 2, 1], classes: ['cat', 'dog'] });
    expect(Array.from(data?.x.slice(0, 8) ?? [])).toEqual([10, 10, 10, 10, 11, 11, 11, 11]);
    expect(Array.from(data?.y ?? [])).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 1]);
    expect(remarks.map(({ say }) => say)).toEqual(['warn.small']);
  });

  it('are grey by the weights of BT.601, or in colour; what is transparent lies on white', async () => {
    const colours: Decode = async () =>
      Uint8ClampedArray.from([255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 0, 0, 0, 0]);
    const zip = zipSync(GOOD);
    const grey = await readZip(zip, CHOICE, colours);
    expect(Array.from(grey.data?.x.slice(0, 4) ?? [])).toEqual([76, 150, 29, 255]);
    const colour = await readZip(zip, { ...CHOICE, colour: true }, colours);
    expect(Array.from(colour.data?.x.slice(0, 12) ?? [])).toEqual([
      255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255,
    ]);
  });

  it('are read from a folder as from a zip', async () => {
    const files = Object.entries(GOOD).map(([path, bytes]) => ({ path, bytes: bytes as Uint8Array }));
    expect((await readImages(files, CHOICE, decode)).data?.id).toBe((await read(GOOD)).data?.id);
  });

  it('may be packed or stored, and hidden files are passed over', async () => {
    const { data } = await read(zipSync(GOOD, { level: 9 }));
    expect(data?.id).toBe((await read(zipSync(GOOD, { level: 0 }))).data?.id);
    const hidden = await read({ ...GOOD, '__MACOSX/set/cat/._0.png': png(0), 'set/cat/.DS_Store': png(0) });
    expect(hidden.data?.id).toBe(data?.id);
    expect(said(hidden)).toContain('2 hidden files of the system were passed over.');
  });
});

const more = (path: string, bytes: Uint8Array) => zipSync({ ...GOOD, [path]: bytes });
/** One file is refused, all others are used. */
const LEFT: [string, Uint8Array, string][] = [
  [
    'no image',
    more('set/cat/note.png', strToU8('hello there')),
    '“set/cat/note.png” was left out: it is no PNG',
  ],
  ['no bytes', more('set/cat/none.png', new Uint8Array()), '“set/cat/none.png” was left out: it is empty.'],
  [
    '50,000 × 50,000 pixels',
    more('set/cat/x.png', png(1, 50_000, 50_000)),
    'it says it has 50,000 × 50,000 pixels',
  ],
  ['no pixels', more('set/cat/x.png', png(1, 0, 4)), 'it says it has 0 × 4 pixels'],
  [
    'a damaged inside',
    more('set/cat/x.png', png(99)),
    '“set/cat/x.png” was left out: the browser could not decode it.',
  ],
  ['half a header', more('set/cat/x.png', png(1).slice(0, 12)), 'it is no PNG, JPEG, GIF, WebP or BMP.'],
  ['a drawing that is a program', more('set/cat/x.svg', strToU8('<svg onload="alert(1)"/>')), 'it is no PNG'],
  ['a zip in the zip', more('set/cat/x.zip', zipSync(GOOD)), '“set/cat/x.zip” was left out: it is no PNG'],
  ['no folder', more('alone.png', png(1)), '“alone.png” was left out: it lies in no folder'],
  ['a way out of the folder', more('../../x.png', png(1)), '“x.png” was left out: it lies in no folder'],
  ['an absolute way', more('/x.png', png(1)), '“x.png” was left out: it lies in no folder'],
  [
    'the same name twice',
    more('set//cat/./0.png', png(1)),
    '“set/cat/0.png” was left out: there is one of that name',
  ],
  ['a folder with a name of a page', more(`${'a'.repeat(61)}/x.png`, png(1)), 'has more than 60 characters.'],
  [
    'a class of one',
    more('set/owl/x.png', png(1)),
    'Class “owl” was left out: it has one sample, a class needs 5.',
  ],
  ['a file that is encrypted', forged((view, at) => view.setUint16(at + 8, 1, true)), 'it is encrypted.'],
  [
    'a method nobody reads',
    forged((view, at) => view.setUint16(at + 10, 14, true)),
    'it is packed by method 14',
  ],
  [
    'a size that is too small',
    forged((view, at) => view.setUint32(at + 24, 3, true)),
    'its size is not the one the zip says.',
  ],
  [
    'a size that is too large',
    forged((view, at) => view.setUint32(at + 24, 9000, true)),
    'its size is not the one the zip says.',
  ],
  [
    'a size of 9 MiB',
    forged((view, at) => {
      view.setUint32(at + 24, 9 << 20, true);
      view.setUint32(at + 20, 1 << 20, true);
    }),
    'an image has at most 8.0 MiB.',
  ],
  [
    'bytes beyond the end',
    forged((view, at) => view.setUint32(at + 20, 1 << 20, true)),
    'the zip is damaged there.',
  ],
  [
    'a place beyond the end',
    forged((view, at) => view.setUint32(at + 42, 1 << 30, true)),
    'the zip is damaged there.',
  ],
];

const bomb = forged(() => {}, { 'set/cat/bomb.png': new Uint8Array(6 * 1024 * 1024) });
/** Nothing of it is used. */
const REFUSED: [string, Uint8Array, string][] = [
  ['nothing', new Uint8Array(), 'The file is empty.'],
  ['text', strToU8('id,label\n1,a\n'), 'It is no zip, or its end is missing.'],
  ['a zip that is cut off', zipSync(GOOD).slice(0, -30), 'It is no zip, or its end is missing.'],
  ['a zip that lost its beginning', zipSync(GOOD).slice(200), 'It is no zip, or its end is missing.'],
  ['an empty zip', zipSync({}), 'There is no image in a folder that names its class.'],
  ['no images', zipSync({ 'a/x.txt': strToU8('x') }), 'There is no image in a folder that names its class.'],
  ['one class', zipSync(five('set/cat', 1)), 'There is one class of five samples or more'],
  ['a bomb', bomb, 'The zip was not unpacked: “set/cat/bomb.png” would become'],
  [
    'a list of 60,000',
    forged((view) => view.setUint16(view.byteLength - 12, 60_000, true)),
    'The zip lists 60,000 files; at most 25,000',
  ],
  [
    '64 bits',
    forged((view) => view.setUint16(view.byteLength - 12, 0xffff, true)),
    'It is a zip of the 64-bit kind',
  ],
  [
    'more in the list than there is',
    forged((view) => view.setUint16(view.byteLength - 12, 500, true)),
    'It is no zip',
  ],
];

describe('a malformed zip', () => {
  it.each(LEFT)('with %s loses that and nothing else', async (_what, zip, sentence) => {
    const result = await read(zip);
    expect(said(result)).toContain(sentence);
    expect(result.data?.id).toBe((await read(GOOD)).data?.id);
  });

  it.each(REFUSED)('of %s gives no data and a sentence', async (_what, zip, sentence) => {
    const result = await read(zip);
    expect(result.data).toBeNull();
    expect(said(result)).toContain(sentence);
  });

  it('is unpacked where a large file is not packed suspiciously well: the control of the bomb', async () => {
    let word = 1;
    const noise = Uint8Array.from({ length: 2 << 20 }, () => (word = Math.imul(word, 1_664_525) + 1) >>> 24);
    noise.set(png(7));
    const result = await read({ ...GOOD, 'set/cat/large.png': noise });
    expect(result.data?.y).toHaveLength(11);
  });

  it('with many bad files names twenty and counts the rest', async () => {
    const bad = Object.fromEntries(Array.from({ length: 25 }, (_, i) => [`set/cat/b${i}.txt`, strToU8('x')]));
    const { remarks } = await read({ ...GOOD, ...bad });
    expect(remarks.filter(({ say }) => say === 'left.file.notImage')).toHaveLength(20);
    expect(said({ data: null, remarks })).toContain('5 more files were left out.');
  });

  it('takes classes named like the parts of an object as names', async () => {
    const { data } = await read({ ...five('x/constructor', 1), ...five('x/toString', 5) });
    expect(data?.classes).toEqual(['constructor', 'toString']);
  });

  it('never makes the reader throw, whatever the bytes are', async () => {
    const good = zipSync(GOOD);
    const spoilt = fc
      .array(fc.tuple(fc.nat({ max: good.length - 1 }), fc.nat({ max: 255 })), { maxLength: 8 })
      .map((changes) => {
        const zip = good.slice();
        for (const [at, value] of changes) zip[at] = value;
        return zip;
      });
    await fc.assert(
      fc.asyncProperty(fc.oneof(spoilt, fc.uint8Array({ maxLength: 200 })), async (zip) => {
        const { data, remarks } = await read(zip);
        expect(data !== null || remarks.length > 0).toBe(true);
      }),
      { numRuns: 200, seed: 1 },
    );
  });
});

describe('the size of an image', () => {
  it.each([
    ['PNG', [...png(0, 300, 200)], ['image/png', 300, 200]],
    ['GIF', [...strToU8('GIF89a'), 44, 1, 200, 0], ['image/gif', 300, 200]],
    [
      'BMP',
      [...strToU8('BM'), ...new Array(16).fill(0), 44, 1, 0, 0, 56, 255, 255, 255],
      ['image/bmp', 300, 200],
    ],
    [
      'JPEG',
      [0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc0, 0, 17, 8, 0, 200, 1, 44],
      ['image/jpeg', 300, 200],
    ],
    [
      'WebP, lossless',
      [...strToU8('RIFFxxxxWEBPVP8L'), 0, 0, 0, 0, 0x2f, 43, 193, 49, 0],
      ['image/webp', 300, 200],
    ],
    [
      'WebP, extended',
      [...strToU8('RIFFxxxxWEBPVP8X'), 0, 0, 0, 0, 0, 0, 0, 0, 43, 1, 0, 199, 0, 0],
      ['image/webp', 300, 200],
    ],
    [
      'WebP',
      [...strToU8('RIFFxxxxWEBPVP8 '), ...new Array(10).fill(0), 44, 1, 200, 0],
      ['image/webp', 300, 200],
    ],
  ] as const)('of %s is read from its first bytes', (_kind, bytes, [type, width, height]) => {
    expect(pictureOf(Uint8Array.from(bytes))).toEqual({ type, width, height });
    for (let cut = 0; cut < 10; cut++) expect(pictureOf(Uint8Array.from(bytes.slice(0, cut)))).toBeNull();
  });
});
