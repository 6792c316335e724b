// A lane's own code where there is no WebGPU: JavaScript computes the same text, and the rules about it are the same.
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import type { Setup } from '../contract/setup.ts';
import { GALLERY } from '../distill/losses/own-weight-gallery.ts';
import { fingerprint } from './fingerprint.ts';
import { ALWAYS, atStep, eventsOf, experimentOf, lanesOf, smallSetup } from './testing.ts';

beforeAll(() => tf.setBackend('cpu'));

const HEAD = 'fn weight(kl: f32, entropy: f32, confidence: f32, progress: f32) -> f32';
const OWN = 'lane-1';
const own = (code?: string): Setup =>
  smallSetup({
    lanes: [...lanesOf('alone'), { method: 'own-weight', knobs: {}, ...(code ? { code } : {}) }],
  });

/** The state at the end, with other code from a step on. */
async function end(setup: Setup, at?: number, code = ''): Promise<string> {
  const experiment = await experimentOf(setup);
  if (at !== undefined) {
    await eventsOf(experiment, { enough: atStep(at) });
    await experiment.recode(OWN, code);
  }
  await eventsOf(experiment);
  const hash = await fingerprint(experiment.slots);
  experiment.dispose();
  return hash;
}

test('other code from a step on is other training; the same code again changes nothing', async () => {
  const plain = await end(own());
  expect(await end(own(), 5, GALLERY[0]!.code)).toBe(plain);
  const focal = await end(own(), 5, GALLERY[2]!.code);
  expect(focal).not.toBe(plain);
  expect(await end(own(), 5, GALLERY[2]!.code)).toBe(focal);
  expect(await end(own(), 6, GALLERY[2]!.code)).not.toBe(focal);
});

test('wrong code is refused with its place, and the code before stays', async () => {
  const experiment = await experimentOf(own());
  await expect(experiment.recode(OWN, `${HEAD} { return oops; }`)).rejects.toThrow(
    /^Line 1, column 82: "oops"/,
  );
  await expect(experiment.recode('lane-0', GALLERY[0]!.code)).rejects.toThrow('Alone takes no code.');
  expect(experiment.lane(OWN).code).toBe(GALLERY[0]!.code);
  experiment.dispose();
});

test('a weight that is no number is told with step and count, once for each code, and no loss is infected', async () => {
  const experiment = await experimentOf(
    own(`${HEAD} { return select(1.0, 1.0 / (kl - kl), progress > 0.5); }`),
  );
  const events = await eventsOf(experiment, { due: ALWAYS });
  expect(events.filter(({ type }) => type === 'faults')).toEqual([
    { type: 'faults', lane: OWN, step: 7, samples: 16, of: 16 },
  ]);
  expect(events.filter(({ type }) => type === 'stopped')).toEqual([]);
  experiment.dispose();
});
