import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { GALLERY } from '../losses/own-weight-gallery.ts';
import { knobsOf, stepInput } from '../testing.ts';
import adl from './adl.ts';
import kd from './kd.ts';
import own from './own-weight.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const HEAD = 'fn weight(kl: f32, entropy: f32, confidence: f32, progress: f32) -> f32';
const input = stepInput(own, { seeds: 2, batch: 5, classes: 7, labeled: 3 });
const numbers = (t: tf.Tensor | undefined) => Array.from(t?.dataSync() ?? []);
const close = (a: readonly number[], b: readonly number[]) => {
  expect(a.length).toBe(b.length);
  a.forEach((x, i) => expect(x).toBeCloseTo(b[i] as number, 5));
};
const code = (id: string) => GALLERY.find((example) => example.id === id)!.code;
const head = (text: string) => own.head!({ ...input, code: text }, knobsOf(own));

test('its own to begin with is adaptive distillation with the weight held constant', () => {
  const detached = adl.head!(input, knobsOf(adl, { attached: false }));
  const got = own.head!(input, knobsOf(own));
  close(numbers(got.values), numbers(detached.values));
  close(numbers(got.slope), numbers(detached.slope));
  close(numbers(own.maps!(input, knobsOf(own)).weight), numbers(adl.maps!(input, knobsOf(adl)).weight));
  // Not with the gradient through the weight.
  const attached = adl.head!(input, knobsOf(adl));
  expect(numbers(got.slope).some((x, i) => Math.abs(x - numbers(attached.slope)[i]!) > 1e-4)).toBe(true);
});

test('a weight of one is plain soft targets', () => {
  const plain = kd.head!(input, knobsOf(kd));
  const got = head(code('uniform'));
  close(numbers(got.values), numbers(plain.values));
  close(numbers(got.slope), numbers(plain.slope));
  expect(numbers(got.tracked?.weight)).toEqual([1, 1]);
});

test('two classes worked out by hand: p = (1/4, 3/4), q = (1/2, 1/2), T = 1', () => {
  const one = {
    ...input,
    student: { logits: tf.tensor3d([[[0, Math.log(3)]]]), taps: {} },
    teacher: { logits: tf.tensor3d([[[0, 0]]]), taps: {} },
    labels: tf.tensor2d([[-1]]),
    progress: tf.tensor1d([0.25]),
  };
  const text = `${HEAD} { return kl + 10.0 * entropy + 100.0 * confidence + 1000.0 * progress; }`;
  const weight = 0.5 * Math.log(4 / 3) + 10 * Math.log(2) + 50 + 250;
  const knobs = knobsOf(own, { T: 1, alpha: 0.5 });
  const soft = own.terms({ ...one, code: text }, knobs).soft;
  expect(numbers(soft)[0]).toBeCloseTo(0.5 * weight * 0.5 * Math.log(4 / 3), 4);
  const { slope, tracked } = own.head!({ ...one, code: text }, knobs);
  close(
    numbers(slope).map((x) => x / 100),
    [(0.5 * weight * -0.25) / 100, (0.5 * weight * 0.25) / 100],
  );
  expect(numbers(tracked?.weight)[0]).toBeCloseTo(weight, 3);
});

describe('a weight that is no number', () => {
  test.each([
    ['not a number', 'log(-1.0 * kl - 1.0)'],
    ['zero by zero', '(kl - kl) / (kl - kl)'],
    ['infinite', '1.0 / (kl - kl)'],
  ])('(%s) counts as nothing and is counted; losses and slopes stay numbers', (_, wrong) => {
    const got = head(`${HEAD} { return select(1.0, ${wrong}, confidence > 0.2); }`);
    const faults = numbers(got.tracked?.faults);
    expect(faults.some((share) => share > 0)).toBe(true);
    expect([...numbers(got.values), ...numbers(got.slope)].every(Number.isFinite)).toBe(true);
    close(
      faults,
      numbers(
        own.track!(
          { ...input, code: `${HEAD} { return select(1.0, ${wrong}, confidence > 0.2); }` },
          knobsOf(own),
        ).faults,
      ),
    );
  });

  test('is told from zero', () => {
    const got = head(`${HEAD} { return 0.0; }`);
    expect(numbers(got.tracked?.faults)).toEqual([0, 0]);
  });
});

test('a text that is wrong is said with its place, also where there is no compiler', async () => {
  expect(await own.compile!(code('focal'))).toEqual([]);
  expect(await own.compile!(`${HEAD} {\n  return nothing;\n}`)).toMatchObject([{ line: 2, column: 10 }]);
});
