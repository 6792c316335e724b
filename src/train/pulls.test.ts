// How hard terms pull: against numbers worked out by hand, against the logits of a run, and without a trace in it.
import '../gpu/tf.ts';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { LanePulls } from '../contract/questions.ts';
import kd from '../distill/methods/kd.ts';
import { methods } from '../distill/registry.ts';
import { knobsOf, stepInput } from '../distill/testing.ts';
import type { Experiment } from './experiment.ts';
import { fingerprint } from './fingerprint.ts';
import { pullsAt, readPulls } from './pulls.ts';
import { atStep, eventsOf, experimentOf, lanesOf, pullsTwice, smallSetup, someTeacher } from './testing.ts';

beforeAll(() => tf.setBackend('cpu'));

/** KD with T = 2 and α = 1/2 on samples of two classes, for one seed or more. */
function ofKd(students: number[][][], teachers: number[][][], labels: number[][], labelScale = 1): LanePulls {
  const input = {
    ...stepInput(kd),
    student: { logits: tf.tensor3d(students), taps: {} },
    teacher: { logits: tf.tensor3d(teachers), taps: {} },
    labels: tf.tensor2d(labels),
    labelScale,
  };
  const numbers = pullsAt(kd, input, knobsOf(kd, { T: 2, alpha: 0.5 })).dataSync<'float32'>();
  return readPulls(numbers, kd.termNames, labels.length);
}
const S = [0, 2 * Math.log(3)]; // p = (1/10, 9/10) at T = 1, (1/4, 3/4) at T = 2
const T = [0, 0]; // q = (1/2, 1/2)

describe('KD by hand, T = 2, α = 1/2', () => {
  test('one labeled sample of class 0: hard (p − y)/2, soft T·(p^T − q^T)/2, pulling one way', () => {
    // hard: ½·(−9/10, 9/10), length 0.45·√2. soft: ½·2·(−1/4, 1/4), length √2/4.
    const { terms, norm, cosines } = ofKd([[S]], [[T]], [[0]]);
    expect(terms.hard?.norm).toBeCloseTo(0.45 * Math.SQRT2, 5);
    expect(terms.soft?.norm).toBeCloseTo(Math.SQRT2 / 4, 5);
    expect(terms.hard?.share).toBeCloseTo(0.45 / 0.7, 5);
    expect(terms.soft?.share).toBeCloseTo(0.25 / 0.7, 5);
    expect(terms.hard?.value).toBeCloseTo(Math.log(10) / 2, 5);
    expect(terms.soft?.value).toBeCloseTo(Math.log(4 / 3), 5);
    expect(norm).toBeCloseTo(0.7 * Math.SQRT2, 5);
    expect(cosines).toEqual([{ between: ['hard', 'soft'], cosine: expect.closeTo(1, 5) }]);
  });

  test('of class 1 they pull against each other, and the sum is shorter than its parts', () => {
    // hard: ½·(1/10, −1/10). soft as before. Sum: (−0.2, 0.2).
    const { terms, norm, cosines } = ofKd([[S]], [[T]], [[1]]);
    expect(terms.hard?.norm).toBeCloseTo(0.05 * Math.SQRT2, 5);
    expect(norm).toBeCloseTo(0.2 * Math.SQRT2, 5);
    expect(cosines[0]?.cosine).toBeCloseTo(-1, 5);
  });

  test('an unlabeled sample beside: the hard term counts by labeled samples, the soft one by all', () => {
    // hard: scaled by 2, divided by the batch of 2: as alone. soft: two equal rows of half the slope, length √2/4/√2.
    const { terms } = ofKd([[S, S]], [[T, T]], [[0, -1]], 2);
    expect(terms.hard?.norm).toBeCloseTo(0.45 * Math.SQRT2, 5);
    expect(terms.soft?.norm).toBeCloseTo(0.25, 5);
  });

  test('two seeds: each on its own, and their mean', () => {
    const { terms, cosines } = ofKd([[S], [S]], [[T], [T]], [[0], [1]]);
    expect(terms.hard?.seeds.map(({ share }) => share)).toEqual([
      expect.closeTo(0.45 / 0.7, 5),
      expect.closeTo(0.05 / 0.3, 5),
    ]);
    expect(terms.hard?.share).toBeCloseTo((0.45 / 0.7 + 0.05 / 0.3) / 2, 5);
    expect(cosines[0]?.cosine).toBeCloseTo(0, 5);
  });

  test('a student that says what its teacher says is pulled by the labels alone', () => {
    const { terms, cosines } = ofKd([[T]], [[T]], [[0]]);
    expect(terms.soft).toMatchObject({ norm: 0, share: 0 });
    expect(terms.hard?.share).toBe(1);
    expect(cosines).toEqual([]);
  });
});

test('the sum of every method’s terms is what tf.grad says of their sum', () => {
  for (const method of methods.values()) {
    const input = stepInput(method, { seeds: 2, batch: 7, labeled: 4, classes: 3 });
    const knobs = knobsOf(method);
    const taps = method.readsTaps ? Object.entries(input.student.taps) : [];
    const { boxes: ofDetector } = input.student; // another thing it says, and terms pull at it
    const besides = ofDetector ? [ofDetector] : taps.map(([, tap]) => tap);
    const total = (logits: tf.Tensor, ...held: tf.Tensor[]) => {
      const own = {
        ...input.student.taps,
        ...Object.fromEntries(taps.map(([name], i) => [name, held[i] as tf.Tensor])),
      };
      const boxes = ofDetector && (held[0] as tf.Tensor);
      const terms = method.terms(
        { ...input, student: { logits, taps: own, ...(boxes && { boxes }) } },
        knobs,
      );
      const untouched = held.map((tap) => tf.mul(tf.sum(tap), 0)); // a method may leave some alone
      return tf.addN([
        ...Object.values(terms).map((t) => tf.sum(t.rank === 2 ? tf.mean(t, 1) : t)),
        ...untouched,
      ]);
    };
    const slopes = tf.grads((logits, ...held) => total(logits as tf.Tensor, ...(held as tf.Tensor[])))([
      input.student.logits,
      ...besides,
    ]);
    const norms = tf
      .sqrt(tf.addN(slopes.map((slope) => tf.sum(tf.reshape(tf.square(slope), [2, -1]), 1))))
      .dataSync();
    const numbers = pullsAt(method, input, knobs).dataSync<'float32'>();
    const { norm } = readPulls(numbers, method.termNames, 2);
    const expected = ((norms[0] as number) + (norms[1] as number)) / 2;
    expect(norm / expected, method.id).toBeCloseTo(1, 5);
    expect(norm, method.id).toBeGreaterThan(0.01);
  }
});

test('a method that reads taps is pulled there as well', () => {
  const tap = tf.tensor3d([[[3, 4]]]);
  const method = {
    ...kd,
    readsTaps: true,
    termNames: ['hint', 'none'],
    terms: ({ student }: Parameters<typeof kd.terms>[0]) => ({
      hint: tf.sum(tf.square(student.taps.last as tf.Tensor), 2), // gradient 2·(3, 4), length 10
      none: tf.zeros([1, 1]),
    }),
  };
  const input = { ...stepInput(kd), student: { logits: tf.zeros([1, 1, 2]), taps: { last: tap } } };
  const numbers = pullsAt(method, { ...input, labels: tf.tensor2d([[0]]) }, {}).dataSync<'float32'>();
  const { terms } = readPulls(numbers, method.termNames, 1);
  expect(terms.hint).toMatchObject({ norm: 10, share: 1, value: 25 });
  expect(terms.none).toMatchObject({ norm: 0, share: 0 });
});

describe('in a run', () => {
  const made = (change: Parameters<typeof smallSetup>[0] = {}): Promise<Experiment> => {
    const setup = smallSetup({ lanes: lanesOf('alone', 'kd', 'ctkd'), ...change });
    return experimentOf(setup, someTeacher(setup));
  };

  test('a student alone has all of its pull in one term; with a teacher the shares add up to 1, in every seed', async () => {
    const experiment = await made({ seeds: 2 });
    await eventsOf(experiment, { enough: atStep(3) });
    const pulls = await experiment.pulls();
    expect(Object.keys(pulls)).toEqual(['lane-0', 'lane-1', 'lane-2']);
    expect(Object.values(pulls['lane-0']?.terms ?? {}).map(({ share }) => share)).toEqual([1]);
    const both = Object.values(pulls['lane-1']?.terms ?? {});
    expect(both.map(({ seeds }) => seeds.length)).toEqual([2, 2]);
    for (const s of [0, 1]) {
      const shares = both.map(({ seeds }) => seeds[s]?.share ?? 0);
      expect(shares.reduce((a, b) => a + b)).toBeCloseTo(1, 6);
      expect(Math.min(...shares)).toBeGreaterThan(0);
    }
    expect(both[0]?.seeds[0]?.norm).not.toBe(both[0]?.seeds[1]?.norm);
    experiment.dispose();
  });

  test('what is said of KD is what its logits on the first samples give', async () => {
    const { said, byHand } = await pullsTwice();
    byHand.forEach((number, i) => expect(said[i]).toBeCloseTo(number, 4));
    expect(Math.min(...byHand.slice(0, 3))).toBeGreaterThan(0.01);
  });

  test('samples are neither altered nor dropped out: asked twice, the answer is the same', async () => {
    const setup = smallSetup();
    const data = { ...setup.data, augment: { ...setup.data.augment, noise: 0.5 } };
    const student = { ...setup.student, knobs: { dropout: 0.5 } };
    const experiment = await made({ data, student });
    await eventsOf(experiment, { enough: atStep(2) });
    expect(await experiment.pulls()).toEqual(await experiment.pulls());
    experiment.dispose();
  });

  test('looking on changes no bit of a run and leaves no tensor behind', async () => {
    const [watched, left] = [await made(), await made()];
    for (const experiment of [watched, left]) await eventsOf(experiment, { enough: atStep(2) });
    const before = tf.memory().numTensors;
    const first = await watched.pulls();
    expect(tf.memory().numTensors).toBe(before);
    for (const experiment of [watched, left]) await eventsOf(experiment, { enough: atStep(6) });
    expect(await fingerprint(watched.slots)).toBe(await fingerprint(left.slots));
    expect(await watched.pulls()).not.toEqual(first); // they train, after all
    for (const experiment of [watched, left]) experiment.dispose();
  });

  test('a term that a lane is without does not pull', async () => {
    const experiment = await made({
      lanes: lanesOf('alone', 'kd').map((lane) =>
        lane.method === 'kd' ? { ...lane, without: ['hard'] } : lane,
      ),
    });
    const pulls = await experiment.pulls();
    expect(Object.keys(pulls['lane-1']?.terms ?? {})).toEqual(['soft']);
    expect(pulls['lane-1']?.terms.soft?.share).toBe(1);
    experiment.dispose();
  });

  test('before the teacher has been trained there is nothing to say', async () => {
    const experiment = await experimentOf(smallSetup());
    expect(await experiment.pulls()).toEqual({});
    experiment.dispose();
  });
});
