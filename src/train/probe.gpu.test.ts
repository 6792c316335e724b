// The probe of the pulls is played from a recording, gives the bits of an eager look, and follows the run.
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test, vi } from 'vitest';
import type { Backend } from '../gpu/backend.ts';
import { bootEngine } from '../gpu/engine.ts';
import { fingerprint } from './fingerprint.ts';
import { Probe } from './probe.ts';
import { ALWAYS, atStep, eventsOf, experimentOf, lanesOf, smallSetup, someTeacher } from './testing.ts';

beforeAll(async () => {
  const { engine, why } = await bootEngine('webgpu');
  expect(engine, why).toBe('webgpu');
});

test('played as a recording it says what it says eagerly, after steps, a knob and a stopped lane too', async () => {
  const setup = smallSetup({ lanes: lanesOf('alone', 'kd', 'adl', 'ctkd', 'dkd'), seeds: 2 });
  const experiment = await experimentOf(setup, someTeacher(setup));
  const replay = vi.spyOn(tf.backend() as unknown as Backend, 'replay');
  /** What a probe that was made just now says, which takes its first look as usual. */
  const fresh = async () => {
    const other = new Probe();
    const mine = vi.spyOn(Probe.prototype, 'take').mockImplementation((...given) => {
      mine.mockRestore();
      return other.take(...given);
    });
    const said = await experiment.pulls();
    other.dispose();
    return said;
  };
  await eventsOf(experiment, { due: ALWAYS, enough: atStep(3) });
  const first = await experiment.pulls();
  replay.mockClear();
  const state = await fingerprint(experiment.slots);
  expect(await experiment.pulls()).toEqual(first);
  expect(replay).toHaveBeenCalledTimes(1); // played, once
  expect(await fresh()).toEqual(first);
  expect(await fingerprint(experiment.slots)).toBe(state);

  experiment.turn('lane-1', 'alpha', 0.25);
  const turned = await experiment.pulls();
  expect(turned).not.toEqual(first);
  expect(turned).toEqual(await fresh());

  await eventsOf(experiment, { due: ALWAYS, enough: atStep(6) });
  const later = await experiment.pulls();
  expect(later).not.toEqual(turned);
  expect(later).toEqual(await fresh());

  experiment.lane('lane-2').stopped = 'for this test';
  const fewer = await experiment.pulls();
  expect(Object.keys(fewer)).toEqual(['lane-0', 'lane-1', 'lane-3', 'lane-4']);
  expect(fewer['lane-1']).toEqual(later['lane-1']);
  replay.mockRestore();
  experiment.dispose();
});

test('a look that reads numbers back is taken as usual each time, and says why', async () => {
  const probe = new Probe();
  const x = tf.tensor1d([1, 2, 3]);
  let chance = 0;
  const look = () => [tf.mul(x, tf.scalar(++chance))]; // drawn by the host: another each time
  const said = [];
  for (let k = 0; k < 3; k++) said.push([...((await probe.take('x', look, () => [x]))[0] as Float32Array)]);
  expect(said).toEqual([
    [1, 2, 3],
    [3, 6, 9],
    [4, 8, 12],
  ]);
  expect(probe.refusal).toContain('gives other numbers');
  probe.dispose();
  x.dispose();
});
