// Compares the losses, on whatever engine runs, with what another program computed in float64 (golden.py).
import * as tf from '@tensorflow/tfjs-core';
import { BACKGROUND, NOT_COUNTED } from '../../../detect/matching.ts';
import { read } from '../../../gpu/readback.ts';
import { crossEntropy } from '../../../nn/losses/cross-entropy.ts';
import { focal } from '../../../nn/losses/focal.ts';
import { giou } from '../../../nn/losses/giou.ts';
import { smoothL1 } from '../../../nn/losses/smooth-l1.ts';
import { adaptive } from '../adaptive.ts';
import { anchorAdaptive, anchorMass } from '../anchor-adaptive.ts';
import { curriculumTemperature } from '../curriculum-temperature.ts';
import { softTargets } from '../soft-targets.ts';
import stored from './golden.json?raw';

type Numbers = Readonly<Record<string, number>>;
export interface Golden {
  readonly loss:
    | 'cross-entropy'
    | 'soft-targets'
    | 'adaptive'
    | 'curriculum-temperature'
    | 'anchor-adaptive'
    | 'focal'
    | 'smooth-l1'
    | 'giou';
  readonly case: Numbers;
  /** By name of a result, or of `d` and an input; slopes by class are at `places(classes)` only. */
  readonly expected: Readonly<Record<string, readonly number[]>>;
}

export const goldens = JSON.parse(stored) as readonly Golden[];

// The same numbers as golden.py, bit for bit: exact sums of multiples of 2^-24, one rounding to float32.
function mix(x: number): number {
  let h = x ^ (x >>> 16);
  h = Math.imul(h, 0x7feb352d);
  h ^= h >>> 15;
  h = Math.imul(h, 0x846ca68b);
  return (h ^ (h >>> 16)) >>> 0;
}
const uniform = (seed: number, i: number): number => (mix((mix(seed) + i) | 0) >>> 8) / 16777216;
const bell = (seed: number, i: number): number =>
  (uniform(seed, 4 * i) +
    uniform(seed, 4 * i + 1) +
    uniform(seed, 4 * i + 2) +
    uniform(seed, 4 * i + 3) -
    2) *
  1.75;
const fill = (length: number, of: (i: number) => number): Float32Array =>
  Float32Array.from({ length }, (_, i) => of(i));

function logits(seed: number, rows: number, classes: number, scale: number, peak = 0): Float32Array {
  const isPeak = (i: number): boolean => i % classes === (7 * Math.floor(i / classes)) % classes;
  return fill(rows * classes, (i) => bell(seed, i) * scale + (isPeak(i) ? peak : 0));
}

/** Classes whose slopes are stored: all of few, some of many. */
function places(classes: number): number[] {
  if (classes <= 16) return Array.from({ length: classes }, (_, c) => c);
  const some = [0, 1, 2, 3].map((r) => (7 * r) % classes);
  for (let k = 0; k < 12; k++) some.push(Math.floor((k * classes) / 12));
  return [...new Set([...some, classes - 1])].sort((a, b) => a - b);
}

/** The losses that have golden values, or others that give the same. */
export interface Losses {
  readonly crossEntropy: (...args: Parameters<typeof crossEntropy>) => { readonly loss: tf.Tensor };
  readonly softTargets: (...args: Parameters<typeof softTargets>) => { readonly loss: tf.Tensor };
  readonly adaptive: (...args: Parameters<typeof adaptive>) => { readonly loss: tf.Tensor };
}
const OURS: Losses = { crossEntropy, softTargets, adaptive };

/** Inputs whose gradient is compared, and the results as a function of them. */
interface Trial {
  readonly moving: Readonly<Record<string, tf.Tensor>>;
  readonly run: (moving: Readonly<Record<string, tf.Tensor>>) => Readonly<Record<string, tf.Tensor>>;
}

function setUp({ loss, case: c }: Golden, { crossEntropy, softTargets, adaptive }: Losses): Trial {
  const at = (name: string): number => c[name] as number;
  const seed = at('seed');
  const rows = at('rows');
  const classes = c.classes ?? 1;
  const wide = (values: Float32Array): tf.Tensor => tf.tensor(values, [1, rows, classes]);
  const row = (of: (r: number) => number): tf.Tensor => tf.tensor(fill(rows, of), [1, rows]);
  const one = (name: string): tf.Tensor => tf.tensor([at(name)], [1], 'float32');
  const teacher = (): Float32Array => logits(seed, rows, classes, at('teacher'), at('peak'));
  const student = (): Float32Array => {
    if (!at('near')) return logits(seed + 1, rows, classes, at('student'));
    return teacher().map((x, i) => x + bell(seed + 1, i) * at('near'));
  };
  if (loss === 'cross-entropy') {
    const labels = row((r) => ((r % 4 ? 3 : 7) * r) % classes);
    return {
      moving: { logits: wide(logits(seed, rows, classes, at('student'), at('peak'))) },
      run: ({ logits }) => ({
        loss: crossEntropy({ logits: logits as tf.Tensor, labels }, { smoothing: at('smoothing') }).loss,
      }),
    };
  }
  if (loss === 'soft-targets') {
    const q = wide(teacher());
    return {
      moving: { student: wide(student()), temperature: row((r) => at('T') * (1 + 0.25 * r)) },
      run: (m) =>
        softTargets(
          { student: m.student as tf.Tensor, teacher: q, temperature: m.temperature as tf.Tensor },
          {},
        ),
    };
  }
  if (loss === 'adaptive') {
    const rest = { teacher: wide(teacher()), beta: one('beta'), gamma: one('gamma'), temperature: one('T') };
    const params = { attached: at('attached'), core: at('core'), mimic: at('mimic') };
    return {
      moving: { student: wide(student()) },
      run: (m) =>
        adaptive({ student: m.student as tf.Tensor, ...rest }, params) as unknown as Record<
          string,
          tf.Tensor
        >,
    };
  }
  if (loss === 'curriculum-temperature') {
    const rest = { progress: one('progress'), ramp: one('ramp'), start: one('start'), range: one('range') };
    return {
      moving: { raw: row((r) => bell(seed, r) * at('spread')) },
      run: (m) => curriculumTemperature({ raw: m.raw as tf.Tensor, ...rest }, {}),
    };
  }
  // Rows are the anchors of one image.
  const image = (t: tf.Tensor): tf.Tensor => tf.expandDims(t, 1);
  const line = (t: tf.Tensor): tf.Tensor => tf.reshape(t, [1, rows]);
  if (loss === 'anchor-adaptive') {
    const q = image(wide(teacher()));
    const { mass } = anchorMass({ teacher: q }, { power: 1.8 });
    const counted = image(row((r) => Number(r % 5 !== 3)));
    const rest = { teacher: q, counted, mass, beta: one('beta'), gamma: one('gamma') };
    const params = { attached: at('attached'), core: at('core'), mimic: at('mimic') };
    return {
      moving: { student: wide(student()) },
      run: (m) => {
        const got = anchorAdaptive({ student: image(m.student as tf.Tensor), ...rest }, params);
        return { mass, ...Object.fromEntries(Object.entries(got).map(([name, t]) => [name, line(t)])) };
      },
    };
  }
  if (loss === 'focal') {
    const target = (r: number) => [(7 * r) % classes, BACKGROUND, NOT_COUNTED][r % 3] as number;
    const rest = { targets: image(row(target)), knobs: tf.concat([one('alpha'), one('gamma')]) };
    return {
      moving: { logits: wide(logits(seed, rows, classes, at('student'), at('peak'))) },
      run: (m) => ({ loss: line(focal({ logits: image(m.logits as tf.Tensor), ...rest }, {}).loss) }),
    };
  }
  if (loss === 'smooth-l1' || loss === 'giou') {
    const targets = image(row((r) => [3, BACKGROUND, NOT_COUNTED][r % 3] as number));
    const deltas = image(wide(logits(seed + 1, rows, classes, at('teacher'))));
    return {
      moving: { boxes: wide(logits(seed, rows, classes, at('student'))) },
      run: (m) => {
        const given = { boxes: image(m.boxes as tf.Tensor), deltas, targets };
        return { loss: line(loss === 'giou' ? giou(given) : smoothL1(given, { bend: at('bend') }).loss) };
      },
    };
  }
  return loss satisfies never;
}

/** What the present engine gives for a case: results and gradients by name, as in `expected`. */
async function evaluate(golden: Golden, losses: Losses): Promise<Record<string, Float32Array>> {
  const { seed, rows, classes = 1 } = golden.case as { seed: number; rows: number; classes?: number };
  const results = tf.tidy(() => {
    const { moving, run } = setUp(golden, losses);
    const upstream = tf.tensor(
      fill(rows, (r) => 0.5 + uniform(seed + 9, r)),
      [1, rows],
    );
    const names = Object.keys(moving);
    const name = golden.loss === 'curriculum-temperature' ? 'temperature' : 'loss';
    const gradients = tf.grads((...args: tf.Tensor[]) => {
      const got = run(Object.fromEntries(names.map((n, i) => [n, args[i] as tf.Tensor])));
      return tf.sum(tf.mul(got[name] as tf.Tensor, upstream));
    })(Object.values(moving));
    return {
      ...run(moving),
      ...Object.fromEntries(names.map((n, i) => [`d ${n}`, gradients[i] as tf.Tensor])),
    };
  });
  const values = await read(Object.values(results));
  const picked = places(classes);
  const compared = Object.entries(results).map(([n, tensor], i) => {
    const all = values[i] as Float32Array;
    if (tensor.rank < 3) return [n, all] as const;
    const length = rows * picked.length;
    return [
      n,
      fill(
        length,
        (k) => all[Math.floor(k / picked.length) * classes + (picked[k % picked.length] as number)] as number,
      ),
    ] as const;
  });
  tf.dispose(Object.values(results));
  return Object.fromEntries(compared);
}

/** Where float32 ends; what is smaller need only be small. */
const TINY = 1e-30;

/**
 * The largest error of every result: |got − expected| / max(|expected|, row scale, floor). The row scale
 * of slopes by class is the row's largest slope; of the slope of T it is a hundredth of 2 loss/T, which is
 * one of the terms that nearly cancel; of all else 0, so that each number is compared with itself.
 */
function errors(
  golden: Golden,
  got: Readonly<Record<string, Float32Array>>,
  floor: (name: string) => number,
): Record<string, number> {
  const names = Object.keys(golden.expected).filter((n) => !n.endsWith(' scale'));
  const rows = golden.case.rows as number;
  return Object.fromEntries(
    names.map((n) => {
      const expected = golden.expected[n] as readonly number[];
      const each = expected.map((truth, i) => {
        const row = Math.floor((i * rows) / expected.length);
        const scale = Math.max(Math.abs(truth), rowScale(golden, n, row), floor(n), TINY);
        return Math.abs((got[n]?.[i] ?? Number.NaN) - truth) / scale;
      });
      return [n, each.some(Number.isNaN) ? Infinity : Math.max(...each)];
    }),
  );
}

function rowScale({ case: c, expected }: Golden, name: string, row: number): number {
  if (name !== 'd temperature') return expected[`${name} scale`]?.[row] ?? 0;
  return (0.02 * (expected.loss?.[row] as number)) / ((c.T as number) * (1 + 0.25 * row));
}

/** The worst error of every result over the cases, as `loss / name`, with the case it came from. */
export async function worstErrors(
  floor: (name: string, golden: Golden) => number,
  among: readonly Golden[] = goldens,
  losses: Losses = OURS,
): Promise<Record<string, { error: number; of: Golden }>> {
  const worst: Record<string, { error: number; of: Golden }> = {};
  for (const golden of among) {
    const found = errors(golden, await evaluate(golden, losses), (name) => floor(name, golden));
    for (const [name, error] of Object.entries(found)) {
      const key = `${golden.loss} / ${name}`;
      if (!(error <= (worst[key]?.error ?? -1))) worst[key] = { error, of: golden };
    }
  }
  return worst;
}

/** The worst errors, for people. */
export function report(worst: Readonly<Record<string, { error: number; of: Golden }>>): string {
  return Object.entries(worst)
    .map(([name, { error, of }]) => `${name}: ${error.toExponential(1)} at ${JSON.stringify(of.case)}`)
    .join('\n');
}
