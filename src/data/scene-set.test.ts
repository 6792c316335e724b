// Sets of scenes: parts that share nothing, classes by the largest object, a pool from elsewhere.
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { areaOf } from '../detect/boxes.ts';
import { knobNumbers } from './dataset.ts';
import { datasetById } from './registry.ts';
import { emojiOf } from './sets/emoji-scenes.ts';
import { glyphs } from './sets/glyph-scenes.ts';
import { broad } from './sets/shifted-glyph-scenes.ts';

const read = async (file: string) => new Uint8Array(await readFile(`public/data/${file}`));
const load = (id: string, knobs: Record<string, number> = {}, seed = 0) =>
  datasetById(id).load({ seed, knobs: knobNumbers(datasetById(id), knobs), read });

const SETS = [
  'glyph-scenes',
  'scenes',
  'shifted-scenes',
  'emoji-scenes',
  'shifted-emoji-scenes',
  'large-scenes',
  'shifted-glyph-scenes',
];

describe.each(SETS)('%s', (id) => {
  test('has what its card says, and the objects of every scene lie in it', async () => {
    const { card, samples } = { card: datasetById(id), samples: await load(id, { train: 60 }) };
    const size = card.anchors?.size as number;
    expect(samples.shape).toEqual(card.shape);
    expect(samples.anchors).toEqual(card.anchors);
    expect([samples.validation.y.length, samples.test.y.length]).toEqual([
      card.counts.validation,
      card.counts.test,
    ]);
    expect(samples.train.y.length).toBe(60);
    for (const { x, y, truths = [] } of [
      samples.train,
      samples.validation,
      samples.test,
      ...(samples.pool ? [samples.pool] : []),
    ]) {
      expect(x.length).toBe(y.length * size * size * (card.shape[2] as number));
      expect(truths.length).toBe(y.length);
      for (const [i, own] of truths.entries()) {
        expect(own.length).toBeGreaterThan(0);
        const largest = own.toSorted((a, b) => areaOf(b.box) - areaOf(a.box))[0];
        expect(y[i]).toBe(largest?.label);
        for (const { box } of own) for (const edge of box) expect(edge >= 0 && edge <= size).toBe(true);
      }
    }
  });
});

test('every class can be labeled, and every class is tested', async () => {
  for (const id of ['glyph-scenes', 'scenes', 'emoji-scenes', 'large-scenes']) {
    const { train, test: held, classes } = await load(id);
    for (const { truths = [] } of [train, held])
      expect(new Set(truths.flat().map(({ label }) => label)).size).toBe(classes.length);
    const counts = classes.map((_, label) => train.y.filter((own) => own === label).length);
    expect(Math.min(...counts)).toBeGreaterThan(train.y.length / classes.length / 3);
  }
});

test('parts are other scenes, another draw too, and the same draw the same', async () => {
  const [one, again, other] = [
    await load('glyph-scenes', { train: 60 }),
    await load('glyph-scenes', { train: 60 }),
    await load('glyph-scenes', { train: 60 }, 5),
  ];
  const first = (part: { x: Float32Array }) => Array.from(part.x.subarray(0, 32 * 32));
  expect(first(one.train)).toEqual(first(again.train));
  for (const part of [one.validation, one.test, other.train])
    expect(first(part)).not.toEqual(first(one.train));
});

test('the shifted pool is of printed digits; what is learned and tested on is that of the other set', async () => {
  const [shifted, scenes] = [
    await load('shifted-scenes', { train: 50 }),
    await load('scenes', { train: 50 }),
  ];
  expect(shifted.train.x).toEqual(scenes.train.x);
  expect(shifted.test.truths).toEqual(scenes.test.truths);
  expect(shifted.pool?.y.length).toBe(1200);
  expect(scenes.pool).toBeUndefined();
});

test('the shifted pool of glyphs has broad strokes; what is learned and tested on is that of the other set', async () => {
  const [shifted, scenes] = [
    await load('shifted-glyph-scenes', { train: 50 }),
    await load('glyph-scenes', { train: 50 }),
  ];
  expect(shifted.train.x).toEqual(scenes.train.x);
  expect(shifted.test.truths).toEqual(scenes.test.truths);
  expect(shifted.pool?.y.length).toBe(1200);
  const ink = ({ x }: { x: Float32Array }) => x.reduce((sum, one) => sum + one, 0);
  expect(ink(glyphs(broad))).toBeGreaterThan(1.5 * ink(glyphs()));
  expect(ink(glyphs(broad))).toBeLessThan(3 * ink(glyphs()));
});

test('more scenes begin with the same ones', async () => {
  const [few, more] = [await load('glyph-scenes', { train: 60 }), await load('glyph-scenes', { train: 90 })];
  expect(more.train.x.subarray(0, few.train.x.length)).toEqual(few.train.x);
  expect(more.train.truths?.slice(0, 60)).toEqual(few.train.truths);
});

test('the shifted pool of emoji is by other makers: the same classes, other pictures', async () => {
  const [shifted, scenes] = [
    await load('shifted-emoji-scenes', { train: 50 }),
    await load('emoji-scenes', { train: 50 }),
  ];
  expect(shifted.train.x).toEqual(scenes.train.x);
  expect(shifted.test.truths).toEqual(scenes.test.truths);
  const makers = ['noto', 'twemoji', 'openmoji', 'fluent-emoji-flat'];
  const pictures = await Promise.all(makers.map((maker) => emojiOf({ seed: 0, knobs: {}, read }, [maker])));
  for (const [i, { x, y }] of pictures.entries()) {
    expect(Array.from(y)).toEqual(shifted.classes.map((_, label) => label));
    expect(x.length).toBe(10 * 28 * 28 * 4);
    for (const other of pictures.slice(i + 1)) expect(other.x).not.toEqual(x);
  }
});

test('a scene has as many objects as the knob allows', async () => {
  const most = async (wanted: number) =>
    Math.max(
      ...((await load('glyph-scenes', { train: 60, most: wanted })).train.truths ?? []).map(
        ({ length }) => length,
      ),
    );
  expect(await most(1)).toBe(1);
  expect(await most(6)).toBeGreaterThan(3);
});
