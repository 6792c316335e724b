// The three rules that make lanes, seeds, knobs and snapshots compose, for every method in every form there is.
import '../gpu/tf.ts';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { bootInNode } from '../cli/node-engine.ts';
import type { KnobValues } from '../contract/cards.ts';
import { isBaseline, OPTIMIZERS, type Setup } from '../contract/setup.ts';
import type { Method } from '../distill/method.ts';
import { methods } from '../distill/registry.ts';
import { formsOf } from '../distill/testing.ts';
import type { Snapshot } from '../gpu/slots.ts';
import type { Experiment } from './experiment.ts';
import { fingerprint } from './fingerprint.ts';
import {
  atStep,
  eventsOf,
  experimentOf,
  lanesOf,
  livelyLane,
  type Needs,
  needsOf,
  setupFor,
  smallSetup,
  someTeacher,
} from './testing.ts';

beforeAll(async () => {
  await bootInNode('wasm');
});

/** The structural forms of a method; of detectors, which train slowly here, only the most unlike. */
const forms = (method: Method): KnobValues[] => {
  if (!method.detects) return formsOf(method);
  return method.knobs.pseudo ? [{}, { pseudo: false }] : [{}];
};
const formsFor = (needs: Needs) => [
  ...lanesOf('alone'),
  ...[...methods.values()]
    .filter(({ id }) => needsOf(id) === needs && !isBaseline(id))
    .flatMap((method) => forms(method).map((knobs) => livelyLane(method.id, knobs))),
];

/** Three classes: with two, what a method says of the others is nothing. */
const threeClasses = { ...smallSetup().data, id: 'blobs' };
const made = (change: Partial<Setup> = {}, needs: Needs = 'nothing') => {
  const setup = setupFor(needs, { lanes: formsFor(needs), ...change });
  return experimentOf(setup, someTeacher(setup));
};
async function stateAfter(steps: number, change: Partial<Setup>, needs: Needs): Promise<Snapshot> {
  const experiment = await made(change, needs);
  await eventsOf(experiment, { enough: atStep(steps) });
  const state = await experiment.slots.snapshot();
  experiment.dispose();
  return state;
}

describe('A. Seeds', () => {
  const all = [
    ...OPTIMIZERS.map((optimizer) => ({ optimizer, needs: 'nothing' as const })),
    { optimizer: 'adam' as const, needs: 'maps' as const },
    { optimizer: 'adam' as const, needs: 'scenes' as const },
    { optimizer: 'sgd' as const, needs: 'sgd' as const },
  ];
  test.each(all)(
    'three seeds together are each seed alone, in every lane, with $optimizer, of methods that need $needs',
    async ({ optimizer, needs }) => {
      const training = { ...smallSetup().training, optimizer, weightDecay: 0.01 };
      const steps = needs === 'scenes' ? 2 : 4; // detectors train slowly here
      const together = await stateAfter(steps, { training, seed: 5, seeds: 3 }, needs);
      const ofLanes = Object.keys(together).filter((name) => /^lane-\d+\/(student|part|memory)\//.test(name));
      expect(ofLanes.length).toBeGreaterThanOrEqual(formsFor(needs).length * 4);
      for (const s of [0, 1, 2]) {
        const alone = await stateAfter(steps, { training, seed: 5 + s, seeds: 1 }, needs);
        for (const name of ofLanes) {
          const own = alone[name] as Float32Array;
          const among = (together[name] as Float32Array).subarray(s * own.length, (s + 1) * own.length);
          expect(together[name]?.length, name).toBe(3 * own.length);
          own.forEach((v, i) => {
            if (Math.abs((among[i] as number) - v) > 1e-5 * Math.max(1, Math.abs(v)))
              throw new Error(`${name}[${i}] of seed ${5 + s}: ${v} alone, ${among[i]} among others.`);
          });
        }
      }
      const weights = together['lane-1/student/stage1.weight'] as Float32Array;
      expect(weights.subarray(0, weights.length / 3)).not.toEqual(
        weights.subarray(weights.length / 3, (2 * weights.length) / 3),
      );
    },
    120_000, // detectors, on the slowest engine
  );
});

describe('B. Host values', () => {
  // Of detectors one stands for all: it has the knobs of the others.
  const tried = [...methods.values()].filter(({ id, detects }) => !detects || id === 'detector-adl');
  const live = tried.flatMap(({ id, knobs }) =>
    Object.entries(knobs).flatMap(([name, knob]) =>
      knob.kind === 'range' && knob.live ? [{ id, name, knob }] : [],
    ),
  );

  test('there are live knobs to try', () => {
    expect(live.length).toBeGreaterThan(8);
  });

  test.each(live)(
    '$id: $name is a tensor, its turn changes no slots but its own, and the steps that follow notice',
    async ({ id, name, knob }) => {
      const lanes = [...lanesOf('alone'), livelyLane(id)];
      const experiment = await made({ data: threeClasses, lanes }, needsOf(id));
      await eventsOf(experiment, { enough: atStep(3) });
      const before = await experiment.slots.snapshot();
      const tensors = new Map(
        experiment.slots.names.map((slot) => [slot, experiment.slots.get(slot).tensor]),
      );
      const saved = await experiment.save();
      experiment.turn('lane-1', name, knob.default === knob.max ? knob.min : knob.max);
      const after = await experiment.slots.snapshot();
      // That of its student, and of the networks that train for it before.
      const own = experiment.slots.names.filter(
        (slot) => slot.startsWith('lane-1/') && slot.endsWith(`/knob/${name}`),
      );
      expect(own).toContain(`lane-1/knob/${name}`);
      expect(Object.keys(after).filter((slot) => String(after[slot]) !== String(before[slot]))).toEqual(own);
      for (const [slot, tensor] of tensors)
        if (!own.includes(slot)) expect(experiment.slots.get(slot).tensor, slot).toBe(tensor);

      const { method } = experiment.lanes[1] as Experiment['lanes'][number];
      const loss = vi.spyOn(method, method.head && !method.momenta ? 'head' : 'terms');
      await eventsOf(experiment, { enough: atStep(6) });
      const given = loss.mock.lastCall?.[1] as Readonly<Record<string, unknown>>;
      loss.mockRestore();
      expect(given[name]).toBeInstanceOf(tf.Tensor);
      expect((given[name] as tf.Tensor).shape).toEqual([1]);

      const still = await made({ data: threeClasses, lanes }, needsOf(id));
      still.restore(saved);
      await eventsOf(still, { enough: atStep(6) });
      const [turned, unturned] = [await experiment.slots.snapshot(), await still.slots.snapshot()];
      const differing = Object.keys(turned).filter(
        (slot) => !own.includes(slot) && String(turned[slot]) !== String(unturned[slot]),
      );
      expect(differing.length).toBeGreaterThan(0);
      expect(differing.every((slot) => slot.startsWith('lane-1/'))).toBe(true);
      experiment.dispose();
      still.dispose();
    },
  );

  test('structural knobs are plain values', async () => {
    const experiment = await made({ lanes: lanesOf('alone', 'adl') });
    const loss = vi.spyOn((experiment.lanes[1] as Experiment['lanes'][number]).method, 'head');
    await eventsOf(experiment, { enough: atStep(1) });
    expect(loss.mock.lastCall?.[1]).toMatchObject({ core: 'kl', mimic: true, attached: true, epsilon: 0 });
    loss.mockRestore();
    experiment.dispose();
  });
});

describe('C. State has one owner', () => {
  test('a snapshot has weights, moments, parts, knobs, rate and clocks of every lane, each name once', async () => {
    const setup = smallSetup({ lanes: lanesOf('alone', 'kd', 'ctkd') });
    const experiment = await experimentOf(setup);
    const { state } = await experiment.save();
    const names = experiment.slots.names;
    expect(new Set(names).size).toBe(names.length);
    expect(Object.keys(state).sort()).toEqual([...names].sort());
    const weights = ['stage1.weight', 'stage1.bias', 'head.weight', 'head.bias'].flatMap((w) => [
      w,
      `${w}/m`,
      `${w}/v`,
    ]);
    const ofLane = (lane: string, more: readonly string[]) =>
      ['rate', ...weights.map((w) => `student/${w}`), ...more].map((name) => `${lane}/${name}`);
    expect([...names].sort()).toEqual(
      [
        'clock',
        'teacher/clock',
        ...ofLane('teacher', []),
        ...ofLane('lane-0', []),
        ...ofLane('lane-1', ['knob/T', 'knob/alpha']),
        ...ofLane('lane-2', [
          'knob/alpha',
          'knob/ramp',
          'knob/start',
          'knob/range',
          'knob/eta',
          'part/raw',
          'part/raw/velocity',
        ]),
      ].sort(),
    );
    experiment.dispose();
  });

  test('with SGD the moments are velocities', async () => {
    const experiment = await made({
      lanes: lanesOf('alone'),
      training: { ...smallSetup().training, optimizer: 'sgd' },
    });
    const moments = experiment.slots.names.filter((name) => /^lane-0\/student\/[^/]+\//.test(name));
    expect(moments).toHaveLength(4);
    expect(moments.every((name) => name.endsWith('/velocity'))).toBe(true);
    experiment.dispose();
  });

  test('a fresh experiment takes over a snapshot of every method’s every form, bit for bit', async () => {
    const first = await made({ seeds: 2 });
    const fresh = await made({ seeds: 2 });
    await eventsOf(first, { enough: atStep(2) });
    expect(await fingerprint(fresh.slots)).not.toBe(await fingerprint(first.slots));
    fresh.restore(await first.save());
    expect(await fingerprint(fresh.slots)).toBe(await fingerprint(first.slots));
    for (const experiment of [first, fresh]) await eventsOf(experiment, { enough: atStep(4) });
    expect(await fingerprint(fresh.slots)).toBe(await fingerprint(first.slots));
    first.dispose();
    fresh.dispose();
  });

  test('a snapshot of another experiment is refused with the name that does not fit', async () => {
    const wide = await made({ lanes: lanesOf('alone'), student: { model: 'mlp', widths: [5], knobs: {} } });
    const more = await made({ lanes: lanesOf('alone', 'kd') });
    const narrow = await made({ lanes: lanesOf('alone') });
    const saved = [await wide.save(), await more.save()] as const;
    expect(() => narrow.restore(saved[0])).toThrow('lane-0/student/stage1.weight holds 8 numbers, got 10.');
    expect(() => narrow.restore(saved[1])).toThrow('There is no slot named lane-1/');
    for (const experiment of [wide, more, narrow]) experiment.dispose();
  });
});
