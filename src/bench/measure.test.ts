import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { rounds, stepsFor, stretch } from './measure.ts';
import type { Trainer } from './trainer.ts';

let now = 0;
beforeEach(() => {
  now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
});
afterEach(() => void vi.restoreAllMocks());

/** A trainer that takes so long a step, of which JavaScript has its share, and so long once a stretch. */
function trainerOf(msPerStep: number, { host = 0, start = 0, log = [] as number[] } = {}): Trainer {
  let pending = 0;
  return {
    enter: () => {},
    steps: (count) => {
      log.push(count);
      now += count * host;
      pending = count * (msPerStep - host) + start;
    },
    loss: async () => {
      now += pending;
      return 0;
    },
    dispose: () => {},
  };
}

test('a stretch is timed to its end, and its JavaScript to the last step issued', async () => {
  expect(await stretch(trainerOf(4, { host: 1 }), 10)).toEqual({ msPerStep: 4, hostMsPerStep: 1 });
});

test('a turn has as many steps as fit its time, and at least one', async () => {
  expect(await stepsFor(trainerOf(2), 300, 2)).toBe(150);
  expect(await stepsFor(trainerOf(4600), 300, 4600)).toBe(1);
});

test('a first step that was slow by itself does not make the turns short', async () => {
  expect(await stepsFor(trainerOf(0.5, { start: 20 }), 300, 20.5)).toBeGreaterThan(450);
});

test('engines take turns', async () => {
  const log: number[] = [];
  const seen: number[] = [];
  const turns = [1, 2].map((steps) => ({ trainer: trainerOf(steps, { log }), steps }));
  const taken = await rounds(turns, 3, (round) => seen.push(round));
  expect(log).toEqual([1, 2, 1, 2, 1, 2]);
  expect(seen).toEqual([1, 2, 3]);
  expect(taken.map((stretches) => stretches.map(({ msPerStep }) => msPerStep))).toEqual([
    [1, 1, 1],
    [2, 2, 2],
  ]);
});
