// Scenes for detectors: some objects of a set of images, each at a size of its own, over a background made by chance, with a
// box around the ink of each. A scene depends on its seed, its name and its number alone, so any of them can be made again.
import { type Box, iou } from '../detect/boxes.ts';
import type { Truth } from '../detect/matching.ts';
import type { Part } from './dataset.ts';
import { type Random, random } from './random.ts';

export interface SceneSpec {
  /** Width and height of a scene in pixels. */
  readonly size: number;
  /** Objects of a scene, from and to. */
  readonly objects: readonly [from: number, to: number];
  /** Sides in pixels to which an image of the set is scaled, from and to. */
  readonly sides: readonly [from: number, to: number];
  /** Two boxes overlap by at most so much (intersection over union); an object that finds no such place is left out. */
  readonly overlap: number;
  readonly background: 'flat' | 'clouds' | 'stripes';
  /** Standard deviation of the noise over all. */
  readonly noise: number;
}

export const SCENE: SceneSpec = {
  size: 64,
  objects: [1, 6],
  sides: [14, 30],
  overlap: 0.1,
  background: 'clouds',
  noise: 0.03,
};

export interface Scenes {
  /** From 0, black, to 1, [n, size, size, 1], or 3 where the objects have colours; noise goes beyond. */
  readonly x: Float32Array;
  readonly truths: readonly (readonly Truth[])[];
}

/** Images to put into scenes, and a class each: [n, side, side] from 0, no ink, to 1. */
export interface Objects extends Part {
  readonly side: number;
  /** Whether they are [n, side, side, 4] instead: red, green, blue, and how much of the pixel they cover. */
  readonly coloured?: boolean;
}

/** Places that are tried for an object. */
const TRIES = 30;
/** From so much ink on, of the most there can be, a pixel belongs to the object. */
const INK = 0.25;
/** Contrast of an object with what is behind it. */
const [FAINT, STRONG] = [0.55, 1];
/** The background is no lighter than this. */
const LIGHTEST = 0.45;
/** What is left of each colour of a background. */
const TINT = [0.4, 1.4] as const;

/** Scenes number 0 to `count` − 1 of a name. @throws where the set has no image, or the numbers of `spec` make no scene. */
export function scenesOf(
  objects: Objects,
  spec: SceneSpec,
  count: number,
  seed: number,
  name: string,
): Scenes {
  check(objects, spec);
  const { size } = spec;
  const numbers = size * size * channelsOf(objects);
  const x = new Float32Array(count * numbers);
  const truths = Array.from({ length: count }, (_, i) => {
    const pixels = x.subarray(i * numbers, (i + 1) * numbers);
    return compose(pixels, objects, spec, random(seed, 'scenes', name, i));
  });
  return { x, truths };
}

function check({ y }: Objects, { size, sides, objects }: SceneSpec): void {
  if (y.length === 0) throw new Error('There is no image to put into scenes.');
  if (!(sides[0] >= 1 && sides[0] <= sides[1] && sides[1] <= size))
    throw new Error(`Objects of ${sides[0]} to ${sides[1]} pixels do not fit into scenes of ${size}.`);
  if (!(objects[0] >= 0 && objects[0] <= objects[1]))
    throw new Error(`A scene has from ${objects[0]} to ${objects[1]} objects: that is no range.`);
}

const between = (chance: Random, [from, to]: readonly [number, number]) => from + (to - from) * chance.next();

/** Paints a scene into `pixels`, which are black, and tells what is in it. */
function compose(pixels: Float32Array, objects: Objects, spec: SceneSpec, chance: Random): Truth[] {
  const { size, sides, overlap, noise } = spec;
  const channels = channelsOf(objects);
  paintBackground(pixels, channels, spec, chance);
  const wanted = spec.objects[0] + chance.int(spec.objects[1] - spec.objects[0] + 1);
  const truths: Truth[] = [];
  for (let k = 0; k < wanted; k++) {
    const which = chance.int(objects.y.length);
    const side = Math.round(between(chance, sides));
    const { ink, colours } = sized(objects, which, side);
    const extent = inkBox(ink, side);
    const strength = between(chance, [FAINT, STRONG]);
    for (let attempt = 0; extent && attempt < TRIES; attempt++) {
      const [left, top] = [chance.int(size - side + 1), chance.int(size - side + 1)];
      const box: Box = [left + extent[0], top + extent[1], left + extent[2], top + extent[3]];
      if (truths.some((truth) => iou(truth.box, box) > overlap)) continue;
      for (let i = 0; i < side * side; i++) {
        const at = ((top + Math.floor(i / side)) * size + left + (i % side)) * channels;
        for (let c = 0; c < channels; c++) {
          const behind = pixels[at + c] as number;
          // Colours are counted by how much of the pixel they cover already.
          const own = strength * (colours ? (colours[c]?.[i] as number) : (ink[i] as number));
          pixels[at + c] = colours
            ? behind * (1 - (ink[i] as number)) + own
            : behind + (strength - behind) * (ink[i] as number);
        }
      }
      truths.push({ box, label: objects.y[which] as number });
      break;
    }
  }
  if (noise > 0)
    for (let i = 0; i < pixels.length; i++) pixels[i] = (pixels[i] as number) + noise * chance.normal();
  return truths;
}

const channelsOf = ({ coloured }: Objects): 1 | 3 => (coloured ? 3 : 1);

/** An object at a size: how much of each pixel it covers and, of a coloured one, its colours times that. */
function sized(objects: Objects, which: number, to: number) {
  const { x, side, coloured } = objects;
  const area = side * side;
  if (!coloured) return { ink: scaled(x.subarray(which * area, (which + 1) * area), side, to) };
  const own = x.subarray(which * area * 4, (which + 1) * area * 4);
  const plane = (of: (pixel: number) => number) =>
    scaled(
      Float32Array.from({ length: area }, (_, i) => of(4 * i)),
      side,
      to,
    );
  const cover = (i: number) => own[i + 3] as number;
  return {
    ink: plane(cover),
    colours: [0, 1, 2].map((c) => plane((i) => (own[i + c] as number) * cover(i))),
  };
}

/** An image at another size, each new pixel the mean of what it covers of the old ones. */
function scaled(from: Float32Array, side: number, to: number): Float32Array {
  const rows = new Float32Array(to * side); // first along the columns
  const weights = coverage(side, to);
  weights.forEach((row, r) => {
    for (const [s, share] of row)
      for (let c = 0; c < side; c++)
        rows[r * side + c] = (rows[r * side + c] as number) + share * (from[s * side + c] as number);
  });
  const result = new Float32Array(to * to);
  weights.forEach((column, c) => {
    for (const [s, share] of column)
      for (let r = 0; r < to; r++)
        result[r * to + c] = (result[r * to + c] as number) + share * (rows[r * side + s] as number);
  });
  return result;
}

/** Which old pixels each new one covers, and what share of it each is. */
function coverage(from: number, to: number): [index: number, share: number][][] {
  const ratio = from / to;
  return Array.from({ length: to }, (_, i) => {
    const [start, end] = [i * ratio, Math.min(from, (i + 1) * ratio)];
    return Array.from({ length: Math.ceil(end) - Math.floor(start) }, (__, k): [number, number] => {
      const s = Math.floor(start) + k;
      return [s, (Math.min(end, s + 1) - Math.max(start, s)) / ratio];
    });
  });
}

/** The box around the ink; null where there is none. */
function inkBox(ink: Float32Array, side: number): Box | null {
  let [left, top, right, bottom] = [side, side, 0, 0];
  ink.forEach((value, i) => {
    if (value < INK) return;
    const [c, r] = [i % side, Math.floor(i / side)];
    [left, top, right, bottom] = [
      Math.min(left, c),
      Math.min(top, r),
      Math.max(right, c + 1),
      Math.max(bottom, r + 1),
    ];
  });
  return right > left ? [left, top, right, bottom] : null;
}

/** A grey background and, in colour, a tint over it. */
function paintBackground(pixels: Float32Array, channels: 1 | 3, spec: SceneSpec, chance: Random): void {
  if (channels === 1) {
    paintGrey(pixels, spec, chance);
    return;
  }
  const grey = new Float32Array(pixels.length / channels);
  paintGrey(grey, spec, chance);
  const tint = Array.from({ length: channels }, () => between(chance, TINT));
  for (const [i, value] of grey.entries())
    for (let c = 0; c < channels; c++) pixels[i * channels + c] = value * (tint[c] as number);
}

function paintGrey(pixels: Float32Array, { size, background }: SceneSpec, chance: Random): void {
  const shade = between(chance, [0.05, LIGHTEST]);
  if (background === 'flat') {
    pixels.fill(shade);
    return;
  }
  if (background === 'stripes') {
    const angle = Math.PI * chance.next();
    const width = between(chance, [3, 9]);
    const other = between(chance, [0.05, LIGHTEST]);
    const [across, down] = [Math.cos(angle) / width, Math.sin(angle) / width];
    for (let i = 0; i < pixels.length; i++) {
      const wave = (1 + Math.sin(2 * Math.PI * ((i % size) * across + Math.floor(i / size) * down))) / 2;
      pixels[i] = shade + (other - shade) * wave;
    }
    return;
  }
  for (const cell of [32, 12, 5]) addClouds(pixels, size, cell, (LIGHTEST * cell) / 64, chance);
}

/** Adds smooth noise from 0 to `most`: values at the corners of cells, and what lies between them in between. */
function addClouds(pixels: Float32Array, size: number, cell: number, most: number, chance: Random): void {
  const corners = Math.ceil(size / cell) + 1;
  const values = Float32Array.from({ length: corners * corners }, () => most * chance.next());
  const smooth = (t: number) => t * t * (3 - 2 * t);
  for (let i = 0; i < pixels.length; i++) {
    const [x, y] = [(i % size) / cell, Math.floor(i / size) / cell];
    const [c, r] = [Math.floor(x), Math.floor(y)];
    const [u, v] = [smooth(x - c), smooth(y - r)];
    const at = (dr: number, dc: number) => values[(r + dr) * corners + c + dc] as number;
    const above = at(0, 0) + u * (at(0, 1) - at(0, 0));
    const below = at(1, 0) + u * (at(1, 1) - at(1, 0));
    pixels[i] = (pixels[i] as number) + above + v * (below - above);
  }
}
