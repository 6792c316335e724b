// Networks that train before a student: their phases, and that a run with them is the same however it is driven.
import '../gpu/tf.ts';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Phase } from '../contract/phases.ts';
import type { Setup } from '../contract/setup.ts';
import type { Experiment } from './experiment.ts';
import { fingerprint } from './fingerprint.ts';
import type { RunEvent } from './run.ts';
import { ALWAYS, eventsOf, experimentOf, lanesOf, smallSetup, someTeacher } from './testing.ts';

beforeAll(() => tf.setBackend('cpu'));

const two = { method: 'takd', knobs: { m: '2' } };
const setup: Setup = { ...smallSetup({ seeds: 2 }), lanes: [...lanesOf('alone', 'kd', 'takd'), two] };
const stood = (step: number, phase: Phase) => (event: RunEvent) =>
  event.type === 'stepped' && event.phase === phase && event.step === step;

async function stateOf(experiment: Experiment, beginning: string) {
  const state = await experiment.slots.snapshot((name) => name.startsWith(beginning));
  return Object.fromEntries(
    Object.entries(state).map(([name, values]) => [name.slice(beginning.length), [...values]]),
  );
}
async function hashAtEnd(experiment: Experiment): Promise<string> {
  await eventsOf(experiment);
  const hash = await fingerprint(experiment.slots);
  experiment.dispose();
  return hash;
}

describe('the phases of a run', () => {
  test('the teacher, then level by level what learns from what is there, then the students', async () => {
    const experiment = await experimentOf(setup);
    const events = await eventsOf(experiment, { due: ALWAYS });
    const order = events.flatMap((e) => (e.type === 'stepped' ? [e.phase] : []));
    expect(order).toEqual(
      [
        Array(6).fill('teacher'),
        Array(12).fill('stage-1'),
        Array(12).fill('stage-2'),
        Array(12).fill('students'),
      ].flat(),
    );
    const measured = (id: string) =>
      events.flatMap((e) => (e.type === 'metrics' && e.lane === id ? e.steps : []));
    for (const id of ['lane-2/assistant-1', 'lane-3/assistant-1', 'lane-3/assistant-2', 'lane-3'])
      expect(measured(id)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
    const whole = events.flatMap((e) => (e.type === 'evaluation' && e.whole ? [`${e.lane} ${e.step}`] : []));
    expect(whole).toEqual(expect.arrayContaining(['lane-3/assistant-2 12', 'lane-3 12']));
    experiment.dispose();
  });

  test('a run whose methods have none has no other phases', async () => {
    const experiment = await experimentOf(smallSetup());
    expect(experiment.phases.map(({ phase }) => phase)).toEqual(['teacher', 'students']);
    experiment.dispose();
  });

  test('lanes without stages end as they do without those that have some', async () => {
    const with_ = await experimentOf(setup);
    await eventsOf(with_);
    const without = await experimentOf({ ...setup, lanes: lanesOf('alone', 'kd') });
    await eventsOf(without);
    for (const lane of ['lane-0/', 'lane-1/', 'teacher/', 'clock']) {
      const state = Object.entries(await stateOf(with_, lane)).filter(
        ([name]) => !name.includes('assistant'),
      );
      expect(state.length).toBeGreaterThan(0);
      expect(Object.fromEntries(state)).toEqual(await stateOf(without, lane));
    }
    with_.dispose();
    without.dispose();
  });

  test('a phase leaves every other network as it is, and the student hears its assistant, not the teacher', async () => {
    const experiment = await experimentOf(setup);
    await eventsOf(experiment, { enough: stood(12, 'stage-1') });
    const assistant = await stateOf(experiment, 'lane-2/assistant-1/');
    const student = await stateOf(experiment, 'lane-2/student/');
    await eventsOf(experiment, { enough: stood(12, 'stage-2') });
    expect(await stateOf(experiment, 'lane-2/student/')).toEqual(student);
    await eventsOf(experiment);
    expect(await stateOf(experiment, 'lane-2/assistant-1/')).toEqual(assistant);
    expect(await stateOf(experiment, 'lane-2/student/')).not.toEqual(
      await stateOf(experiment, 'lane-1/student/'),
    );
    const lane = experiment.lane('lane-2');
    const x = tf.reshape(tf.tensor(Float32Array.of(0, 1, 1, 0, 0, 1, 1, 0)), [2, 2, 2]);
    const batch = {
      x,
      labels: tf.tensor2d([
        [0, 1],
        [0, 1],
      ]),
    };
    const clock = experiment.plan('students').clock;
    const input = lane.input(batch, null, clock);
    const own = experiment.stages[0]?.lane.apply(x);
    expect([...(input.teacher?.logits.dataSync() ?? [])]).toEqual([...(own?.logits.dataSync() ?? [])]);
    experiment.dispose();
  });

  test('a teacher that is there already takes no step; the stages do', async () => {
    const experiment = await experimentOf(setup, someTeacher(setup));
    expect(experiment.position).toEqual({ phase: 'stage-1', step: 0 });
    const phases = (await eventsOf(experiment)).flatMap((e) => (e.type === 'stepped' ? [e.phase] : []));
    expect(new Set(phases)).toEqual(new Set(['stage-1', 'stage-2', 'students']));
    experiment.dispose();
  });
});

describe('the same run, however it is driven', () => {
  let straight: string;
  beforeAll(async () => {
    straight = await hashAtEnd(await experimentOf(setup));
  });

  test.each([
    ['teacher', 6],
    ['stage-1', 5],
    ['stage-1', 12],
    ['stage-2', 7],
    ['students', 3],
  ] as const)(
    'from the snapshot of %s step %i a new experiment ends with the same bits',
    async (phase, step) => {
      const first = await experimentOf(setup);
      await eventsOf(first, { enough: stood(step, phase) });
      const saved = await first.save();
      first.dispose();
      const second = await experimentOf(setup);
      expect(second.misfit(saved)).toBeNull();
      second.restore(saved);
      expect(await hashAtEnd(second)).toBe(straight);
    },
  );

  test('answers of the teacher that are kept give the bits of a teacher that is asked', async () => {
    expect(await hashAtEnd(await experimentOf(setup, null, { cacheTeacher: false }))).toBe(straight);
  });

  test('a knob moved while an assistant trains moves the assistant’s too, and again from a snapshot', async () => {
    const experiment = await experimentOf(setup);
    await eventsOf(experiment, { enough: stood(4, 'stage-1') });
    const saved = await experiment.save();
    experiment.turn('lane-2', 'T', 9);
    const turns = experiment.turns;
    expect([...experiment.slots.get('lane-2/assistant-1/knob/T').tensor.dataSync()]).toEqual([9]);
    expect([...experiment.slots.get('lane-3/assistant-1/knob/T').tensor.dataSync()]).toEqual([4]);
    const moved = await hashAtEnd(experiment);
    expect(moved).not.toBe(straight);
    const again = await experimentOf(setup);
    again.restore(saved);
    again.repeat(turns);
    expect(await hashAtEnd(again)).toBe(moved);
  });
});

test('a student whose assistant breaks does not begin, and is told why; the others go on', async () => {
  const experiment = await experimentOf(setup);
  await eventsOf(experiment, { enough: stood(2, 'stage-1') });
  experiment.slots.get('lane-3/assistant-1/rate').write([1e30]);
  const events = await eventsOf(experiment, { due: ALWAYS });
  const stopped = events.flatMap((e) => (e.type === 'stopped' ? [`${e.lane}: ${e.reason}`] : []));
  expect(stopped).toHaveLength(3);
  expect(stopped[0]).toMatch(/^lane-3\/assistant-1: At step \d+ its loss was no longer a finite number/);
  expect(stopped[1]).toMatch(
    /^lane-3\/assistant-2: Assistant 1 of 2, from which it learns, stopped\. At step/,
  );
  expect(stopped[2]).toMatch(/^lane-3: Assistant 2 of 2, from which it learns, stopped\./);
  expect(experiment.position).toEqual({ phase: 'students', step: 12 });
  expect(experiment.lane('lane-2').stopped).toBeNull();
  experiment.dispose();
});

test('networks between that would not fit are refused before anything is made', async () => {
  const before = tf.memory().numTensors;
  const wide = { model: 'mlp', widths: [1024, 1024, 1024], knobs: {} };
  const large = { ...setup, seeds: 32, student: wide, teacher: { ...setup.teacher, net: wide } };
  await expect(experimentOf(large)).rejects.toThrow('numbers of state');
  expect(tf.memory().numTensors).toBe(before);
});
