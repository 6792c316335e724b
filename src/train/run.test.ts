// A run from its first to its last event, on the processor: what comes when, and that it is the same run however it is driven.
import '../gpu/tf.ts';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { RATE } from '../contract/protocol.ts';
import type { Setup } from '../contract/setup.ts';
import { prepareData } from '../data/prepare.ts';
import { datasetById } from '../data/registry.ts';
import { Experiment, type SavedRun } from './experiment.ts';
import { fingerprint } from './fingerprint.ts';
import type { RunEvent } from './run.ts';
import {
  ALWAYS,
  atStep,
  eventsOf,
  experimentOf,
  lanesOf,
  NEVER,
  smallSetup,
  someTeacher,
} from './testing.ts';

beforeAll(() => tf.setBackend('cpu'));

type EventOf<T extends RunEvent['type']> = Extract<RunEvent, { type: T }>;
const only = <T extends RunEvent['type']>(events: readonly RunEvent[], type: T) =>
  events.filter((e): e is EventOf<T> => e.type === type);

/** Lanes alone and KD, and a teacher that is there already. */
const setup = smallSetup({ lanes: lanesOf('alone', 'kd') });
const made = (change: Partial<Setup> = {}) => {
  const wanted = { ...setup, ...change };
  return experimentOf(wanted, someTeacher(wanted));
};

/** The numbers of the slots whose names begin so, without that beginning. */
async function stateOf(experiment: Experiment, beginning: string): Promise<Record<string, number[]>> {
  const state = await experiment.slots.snapshot((name) => name.startsWith(beginning));
  return Object.fromEntries(
    Object.entries(state).map(([name, values]) => [name.slice(beginning.length), Array.from(values)]),
  );
}

async function hashAtEnd(experiment: Experiment): Promise<string> {
  await eventsOf(experiment);
  const hash = await fingerprint(experiment.slots);
  experiment.dispose();
  return hash;
}

describe('the start', () => {
  test('all students begin with the same weights; another seed with others', async () => {
    const experiment = await made({ lanes: lanesOf('alone', 'kd', 'adl', 'ctkd', 'pseudo-labels') });
    const first = await stateOf(experiment, 'lane-0/student/');
    expect(Object.keys(first).length).toBeGreaterThan(4);
    for (const lane of [1, 2, 3, 4])
      expect(await stateOf(experiment, `lane-${lane}/student/`)).toEqual(first);
    const other = await made({ seed: 2 });
    expect(await stateOf(other, 'lane-0/student/')).not.toEqual(first);
    experiment.dispose();
    other.dispose();
  });

  test('a network that cannot be is refused with a sentence and leaves no tensors behind', async () => {
    const before = tf.memory().numTensors;
    await expect(made({ student: { model: 'cnn', widths: [4], knobs: {} } })).rejects.toThrow('needs images');
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('lengths', () => {
  const lengths = async (change: Partial<Setup>) => {
    const experiment = await experimentOf({ ...setup, ...change }, null);
    const { totalSteps, teacherSteps } = experiment;
    experiment.dispose();
    return { totalSteps, teacherSteps };
  };
  const epochs = (count: number) => ({
    ...setup.training,
    batch: 8,
    length: { unit: 'epochs' as const, count },
  });

  test('steps are steps', async () => {
    expect(await lengths({})).toEqual({ totalSteps: 12, teacherSteps: 6 });
  });

  test('three epochs of 20 labeled samples in batches of 8 are 7.5 steps, rounded up', async () => {
    expect((await lengths({ training: epochs(3) })).totalSteps).toBe(8);
  });

  test('the teacher’s epochs count its own labels', async () => {
    const data = { ...setup.data, labels: { teacher: 6, student: 10 } };
    expect((await lengths({ data, teacher: { ...setup.teacher, training: epochs(2) } })).teacherSteps).toBe(
      3,
    );
  });
});

describe('the order of events', () => {
  test('the teacher takes all its steps and is looked at whole, before any student takes one', async () => {
    const experiment = await experimentOf(setup, null);
    const events = await eventsOf(experiment);
    expect(only(events, 'stepped').map((e) => `${e.phase} ${e.step}`)).toEqual([
      ...Array.from({ length: 6 }, (_, i) => `teacher ${i + 1}`),
      ...Array.from({ length: 12 }, (_, i) => `students ${i + 1}`),
    ]);
    const looks = only(events, 'evaluation').map((e) => `${e.lane} ${e.step} ${e.whole}`);
    expect(looks).toEqual([
      'teacher 6 true',
      'teacher 0 true',
      'lane-0 0 false',
      'lane-1 0 false',
      'lane-0 12 true',
      'lane-1 12 true',
    ]);
    experiment.dispose();
  });

  test('a teacher that is there already takes no step', async () => {
    const experiment = await made();
    expect(experiment.teacherSteps).toBe(0);
    expect(only(await eventsOf(experiment), 'stepped').every((e) => e.phase === 'students')).toBe(true);
    experiment.dispose();
  });

  test('the students go in lock-step: each lane measures a step before any takes the next', async () => {
    const experiment = await made();
    const events = await eventsOf(experiment, { due: ALWAYS });
    const told = events.flatMap((e) =>
      e.type === 'metrics' ? [`${e.lane} ${e.steps}`] : e.type === 'stepped' ? [`all ${e.step}`] : [],
    );
    expect(told).toEqual(
      Array.from({ length: 12 }, (_, i) => [`lane-0 ${i + 1}`, `lane-1 ${i + 1}`, `all ${i + 1}`]).flat(),
    );
    experiment.dispose();
  });

  test('every step is measured once, whenever the numbers are asked for', async () => {
    const steps = async (due: typeof NEVER) => {
      const experiment = await made();
      const metrics = only(await eventsOf(experiment, { due, looks: 3 }), 'metrics').filter(
        (e) => e.lane === 'lane-1',
      );
      experiment.dispose();
      return { steps: metrics.flatMap((e) => e.steps), loss: metrics.flatMap((e) => e.values.loss ?? []) };
    };
    const rarely = await steps(NEVER);
    expect(rarely.steps).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
    expect(await steps(ALWAYS)).toEqual(rarely);
  });

  test('numbers are means over seeds with their standard deviation, which one seed has not', async () => {
    const losses = async (seed: number, seeds: number) => {
      const experiment = await made({ seed, seeds });
      const measured = only(await eventsOf(experiment, { due: ALWAYS }), 'metrics');
      experiment.dispose();
      return measured.filter((e) => e.lane === 'lane-1');
    };
    const together = await losses(1, 3);
    const each = [await losses(1, 1), await losses(2, 1), await losses(3, 1)];
    expect(each.flat().every((e) => e.spread === undefined)).toBe(true);
    together.forEach((event, i) => {
      for (const name of Object.keys(event.values).filter((one) => one !== RATE)) {
        const own = each.map((one) => one[i]?.values[name]?.[0] as number);
        const mean = own.reduce((a, b) => a + b) / 3;
        const std = Math.hypot(...own.map((value) => value - mean)) / Math.SQRT2;
        expect(event.values[name]?.[0]).toBeCloseTo(mean, 5);
        expect(event.spread?.[name]?.[0]).toBeCloseTo(std, 5);
      }
    });
    expect(Math.min(...together.map((e) => e.spread?.loss?.[0] ?? 0))).toBeGreaterThan(0.001);
  });

  test('the learning rate comes with them, after warm-up and schedule', async () => {
    const training = { ...smallSetup().training, rate: 0.1, schedule: 'cosine', warmup: 0.25 } as const;
    const experiment = await made({ training });
    const rates = only(await eventsOf(experiment, { due: ALWAYS }), 'metrics')
      .filter((e) => e.lane === 'lane-1')
      .flatMap((e) => e.values[RATE] ?? []);
    experiment.dispose();
    // Twelve steps: the first three rise to the rate, over a cosine from step 1 to step 12.
    const wanted = Array.from({ length: 12 }, (_, i) => {
      const risen = Math.min(1, (i + 1) / 3);
      return 0.1 * risen * 0.5 * (1 + Math.cos((Math.PI * i) / 11));
    });
    expect(rates).toHaveLength(12);
    rates.forEach((rate, i) => {
      expect(rate).toBeCloseTo(wanted[i] as number, 7);
    });
  });

  test('what is due by the clock changes neither the evaluations nor the state', async () => {
    const outcome = async (due: typeof NEVER) => {
      const experiment = await made();
      const evaluations = only(await eventsOf(experiment, { due, looks: 4 }), 'evaluation');
      const hash = await fingerprint(experiment.slots);
      experiment.dispose();
      return { evaluations, hash };
    };
    const rarely = await outcome(NEVER);
    expect([...new Set(rarely.evaluations.map((e) => e.step))]).toEqual([0, 3, 6, 9, 12]);
    expect(await outcome(ALWAYS)).toEqual(rarely);
  });

  test('the last look is taken like the others and then over all samples', async () => {
    const experiment = await made();
    const looks = only(await eventsOf(experiment, { looks: 2 }), 'evaluation').filter(
      (e) => e.lane === 'lane-1',
    );
    expect(looks.map((e) => [e.step, e.whole])).toEqual([
      [0, false],
      [6, false],
      [12, false],
      [12, true],
    ]);
    expect(looks.every((e) => e.test[0]?.agreement !== null)).toBe(true);
    experiment.dispose();
  });

  test('an interim look sees the first thousand samples of a set, a whole one all of them', async () => {
    const data = await prepareData(datasetById('moons'), setup, async () => new Uint8Array());
    const { x, y } = data.test;
    const swapped = y.map((label) => 1 - label); // a second thousand with the labels the wrong way round
    const test = { x: Float32Array.of(...x, ...x), y: Int32Array.of(...y, ...swapped) };
    const experiment = new Experiment(setup, { ...data, test }, someTeacher(setup));
    const lane = experiment.lane('lane-1');
    const [interim, whole] = [await experiment.evaluate(lane, false), await experiment.evaluate(lane, true)];
    expect([interim.test[0]?.samples, whole.test[0]?.samples]).toEqual([1000, 2000]);
    expect(whole.test[0]?.accuracy).toBe(0.5);
    expect(interim.test[0]?.loss).not.toBe(whole.test[0]?.loss);
    expect(interim.validation).toEqual(whole.validation);
    experiment.dispose();
  });

  test('a snapshot comes after the numbers of its steps', async () => {
    const experiment = await made();
    const due = { ...NEVER, snapshot: () => experiment.position.step === 5 };
    const events = await eventsOf(experiment, { due, enough: (e) => e.type === 'saved' });
    expect(only(events, 'metrics').map((e) => e.steps)).toEqual([
      [1, 2, 3, 4, 5],
      [1, 2, 3, 4, 5],
    ]);
    experiment.dispose();
  });
});

describe('who learns from what', () => {
  const endOf = async (lane: string, change: Partial<Setup>) => {
    const experiment = await made(change);
    await eventsOf(experiment);
    const state = await stateOf(experiment, `${lane}/student/`);
    experiment.dispose();
    return state;
  };
  const pool = { ...setup.data, pool: 0, poolBatch: 0 };

  test('the student alone ends the same with a pool and without; one with a teacher does not', async () => {
    expect(await endOf('lane-0', { data: pool })).toEqual(await endOf('lane-0', {}));
    expect(await endOf('lane-1', { data: pool })).not.toEqual(await endOf('lane-1', {}));
  });

  test('the student alone is shown as many samples as are labeled, with a label each', async () => {
    const experiment = await made();
    const seen = experiment.lanes.map((lane) => vi.spyOn(lane, 'step'));
    const labels: number[][] = [];
    for (const spy of seen)
      spy.mockImplementation((batch) => void labels.push(Array.from(batch.labels.dataSync())));
    await eventsOf(experiment, { enough: atStep(1) });
    expect(labels[0]?.length).toBe(8);
    expect(labels[0]?.includes(-1)).toBe(false);
    expect(labels[1]?.length).toBe(16);
    expect(labels[1]?.slice(8)).toEqual(Array(8).fill(-1));
    experiment.dispose();
  });

  test('a lane ends the same alone with the baseline and among all others', async () => {
    const all = { lanes: lanesOf('alone', 'kd', 'adl', 'ctkd', 'pseudo-labels') };
    expect(await endOf('lane-0', { lanes: lanesOf('alone') })).toEqual(await endOf('lane-0', all));
    expect(await endOf('lane-1', all)).toEqual(await endOf('lane-1', {}));
  });

  test('a lane ends the same at any place, so that lanes can be put in another order', async () => {
    const forth = { lanes: lanesOf('alone', 'kd', 'adl', 'ctkd') };
    const back = { lanes: lanesOf('alone', 'ctkd', 'adl', 'kd') };
    for (const [here, there] of [
      ['lane-1', 'lane-3'],
      ['lane-3', 'lane-1'],
    ] as const) {
      const ends = await endOf(here, forth);
      expect(await endOf(there, back)).toEqual(ends);
      expect(await endOf(here, back)).not.toEqual(ends);
    }
  });

  test('the teacher learns from its own labels, however few the student has', async () => {
    const teacher = async (labels: Setup['data']['labels']) => {
      const experiment = await experimentOf({ ...setup, data: { ...setup.data, labels } }, null);
      await eventsOf(experiment, { enough: atStep(6, 'teacher') });
      const state = await stateOf(experiment, 'teacher/student/');
      experiment.dispose();
      return state;
    };
    const few = await teacher({ teacher: 5, student: 10 });
    expect(await teacher({ teacher: 5, student: 3 })).toEqual(few);
    expect(await teacher({ teacher: 0, student: 10 })).not.toEqual(few);
  });

  test('the teacher stays as it is while the students learn', async () => {
    const experiment = await experimentOf(setup, null);
    await eventsOf(experiment, { enough: atStep(6, 'teacher') });
    const trained = await stateOf(experiment, 'teacher/');
    await eventsOf(experiment);
    expect(experiment.position).toEqual({ phase: 'students', step: 12 });
    expect(await stateOf(experiment, 'teacher/')).toEqual(trained);
    experiment.dispose();
  });
});

describe('the same run, however it is driven', () => {
  const whole = smallSetup();
  let straight: string;
  beforeAll(async () => {
    straight = await hashAtEnd(await experimentOf(whole));
  });

  test('a run that was ended and goes on ends with the same bits, a run with another seed does not', async () => {
    const experiment = await experimentOf(whole);
    await eventsOf(experiment, { enough: atStep(2, 'teacher') });
    await eventsOf(experiment, { enough: atStep(5) });
    expect(await hashAtEnd(experiment)).toBe(straight);
    expect(await hashAtEnd(await experimentOf({ ...whole, seed: 2 }))).not.toBe(straight);
  });

  test.each([
    ['teacher', 3],
    ['teacher', 6],
    ['students', 1],
    ['students', 7],
  ] as const)(
    'a new experiment that takes over the snapshot of %s step %i ends with the same bits',
    async (phase, step) => {
      const first = await experimentOf(whole);
      await eventsOf(first, { enough: atStep(step, phase) });
      const saved = await first.save();
      first.dispose();
      expect(saved).toMatchObject({ phase, step });
      const second = await experimentOf(whole);
      second.restore(saved);
      expect(await hashAtEnd(second)).toBe(straight);
    },
  );

  test('looking at samples and maps in between changes nothing', async () => {
    const experiment = await experimentOf(whole);
    await eventsOf(experiment, { enough: atStep(5) });
    await experiment.look(Float32Array.of(0, 0, 1, 1));
    await experiment.inspect(Float32Array.of(0, 0, 1, 1), Int32Array.of(0, -1));
    expect(await hashAtEnd(experiment)).toBe(straight);
  });
});

describe('live knobs', () => {
  const soft = (events: readonly RunEvent[]) =>
    Object.fromEntries(
      only(events, 'metrics')
        .filter((e) => e.lane === 'lane-1')
        .flatMap((e) => e.steps.map((step, i) => [step, e.values['term.soft']?.[i]])),
    );
  /** A run whose temperature is turned to 9 after step 4. */
  async function turnedRun(): Promise<{
    experiment: Experiment;
    saved: Map<number, SavedRun>;
    hash: string;
  }> {
    const experiment = await made();
    const saved = new Map<number, SavedRun>();
    const due = { ...NEVER, snapshot: () => true };
    for (const step of [4, 12]) {
      const events = await eventsOf(experiment, { due, enough: atStep(step) });
      for (const event of only(events, 'saved')) saved.set(event.saved.step, event.saved);
      if (step === 4) experiment.turn('lane-1', 'T', 9);
    }
    return { experiment, saved, hash: await fingerprint(experiment.slots) };
  }

  test('a knob changes the next step and none before', async () => {
    const still = await made();
    const before = soft(await eventsOf(still, { due: ALWAYS }));
    const moved = await made();
    const first = await eventsOf(moved, { due: ALWAYS, enough: atStep(4) });
    moved.turn('lane-1', 'T', 9);
    const after = soft([...first, ...(await eventsOf(moved, { due: ALWAYS }))]);
    for (const step of [1, 2, 3, 4]) expect(after[step]).toBe(before[step]);
    expect(after[5]).not.toBe(before[5]);
    still.dispose();
    moved.dispose();
  });

  test.each([0, 2, 4, 6])(
    'a turn after step 4 is made again where it was made, from the snapshot of step %i',
    async (step) => {
      const { experiment, saved, hash } = await turnedRun();
      const again = await made();
      if (step > 0) again.restore(saved.get(step) as SavedRun);
      again.repeat(experiment.turns);
      await eventsOf(again);
      expect(await fingerprint(again.slots)).toBe(hash);
      expect(again.turns).toEqual([{ phase: 'students', step: 4, lane: 'lane-1', knob: 'T', value: 9 }]);
      experiment.dispose();
      again.dispose();
    },
  );

  test('without repeating the turn the run ends elsewhere', async () => {
    const { experiment, saved, hash } = await turnedRun();
    const again = await made();
    again.restore(saved.get(2) as SavedRun);
    expect(await hashAtEnd(again)).not.toBe(hash);
    experiment.dispose();
  });

  test('a knob that is turned while a step is under way waits for the next, in all lanes', async () => {
    const { experiment, hash } = await turnedRun();
    const again = await made();
    const alone = again.lanes[0] as Experiment['lanes'][number];
    const step = alone.step.bind(alone);
    let n = 0;
    vi.spyOn(alone, 'step').mockImplementation((...rest) => {
      step(...rest);
      if (++n === 4) again.turn('lane-1', 'T', 9); // KD has yet to take step 4
    });
    expect(await hashAtEnd(again)).toBe(hash);
    expect(again.turns).toEqual(experiment.turns);
    experiment.dispose();
  });

  test('what cannot be turned is refused with a sentence, and nothing is remembered', async () => {
    const experiment = await made({ lanes: lanesOf('alone', 'kd', 'adl') });
    const refused = [
      [['lane-1', 'epsilon', 0.1], 'Soft targets (KD): epsilon cannot move while training.'],
      [['lane-2', 'core', 'ce'], 'Adaptive (ADL): core cannot move while training.'],
      [['lane-1', 'toString', 1], 'Soft targets (KD): toString cannot move while training.'],
      [['lane-1', 'T', 21], 'Soft targets (KD): T goes from 0.5 to 20, got 21.'],
      [['lane-1', 'T', Number.NaN], 'Soft targets (KD): T goes from 0.5 to 20, got NaN.'],
      [['lane-1', 'T', '4'], 'Soft targets (KD): T goes from 0.5 to 20, got 4.'],
      [['lane-9', 'T', 4], 'There is no lane "lane-9".'],
    ] as const;
    const hash = await fingerprint(experiment.slots);
    for (const [[lane, knob, value], sentence] of refused)
      expect(() => experiment.turn(lane, knob, value)).toThrow(sentence);
    expect(experiment.turns).toEqual([]);
    expect(await fingerprint(experiment.slots)).toBe(hash);
    experiment.dispose();
  });
});

describe('a lane that breaks', () => {
  /** After the next step the weights of this lane are out of all bounds. */
  const wreck = (experiment: Experiment, lane: string) => experiment.slots.get(`${lane}/rate`).write([1e30]);

  test('whose loss is no number any more stops with a sentence; the others end as they would have', async () => {
    const lanes = lanesOf('alone', 'kd', 'adl');
    const well = await made({ lanes });
    await eventsOf(well);
    const experiment = await made({ lanes });
    await eventsOf(experiment, { enough: atStep(3) });
    wreck(experiment, 'lane-1');
    const events = await eventsOf(experiment, { due: ALWAYS });
    const [stopped, ...more] = only(events, 'stopped');
    expect(more).toEqual([]);
    expect(stopped).toMatchObject({ lane: 'lane-1', step: 5 });
    expect(stopped?.reason).toMatch(
      /^At step 5 its \S+ was no longer a finite number\. Try a lower learning rate or a longer warm-up\.$/,
    );
    const measured = only(events, 'metrics')
      .filter((e) => e.lane === 'lane-1')
      .flatMap((e) => e.steps);
    expect(measured).toEqual([1, 2, 3, 4]);
    expect(only(events, 'evaluation').map((e) => `${e.lane} ${e.step}`)).toEqual(['lane-0 12', 'lane-2 12']);
    for (const lane of ['lane-0/', 'lane-2/'])
      expect(await stateOf(experiment, lane)).toEqual(await stateOf(well, lane));
    well.dispose();
    experiment.dispose();
  });

  test('is still stopped when the run goes on from a snapshot', async () => {
    const experiment = await made();
    wreck(experiment, 'lane-1');
    await eventsOf(experiment, { due: ALWAYS, enough: atStep(4) });
    const again = await made();
    again.restore(await experiment.save());
    expect(again.lanes.map((lane) => lane.stopped === null)).toEqual([true, false]);
    expect(only(await eventsOf(again), 'evaluation').map((e) => e.lane)).toEqual(['lane-0']);
    experiment.dispose();
    again.dispose();
  });

  test('ends the run when it is the last', async () => {
    const experiment = await made({ lanes: lanesOf('alone') });
    wreck(experiment, 'lane-0');
    const events = await eventsOf(experiment, { due: ALWAYS });
    expect(only(events, 'stopped')).toHaveLength(1);
    expect(experiment.position.step).toBe(2);
    experiment.dispose();
  });

  test('ends the run when it is the teacher: nobody learns from one that is none', async () => {
    const experiment = await experimentOf(setup, null);
    wreck(experiment, 'teacher');
    const events = await eventsOf(experiment, { due: ALWAYS });
    expect(only(events, 'stopped').map((e) => e.lane)).toEqual(['teacher']);
    expect(only(events, 'stepped').every((e) => e.phase === 'teacher')).toBe(true);
    const again = await experimentOf(setup, null);
    again.restore(await experiment.save());
    expect(again.teacher.stopped).toBe(experiment.teacher.stopped);
    experiment.dispose();
    again.dispose();
  });

  test('by throwing stops with what was thrown, and leaves no tensors behind', async () => {
    const before = tf.memory().numTensors;
    const experiment = await made({ lanes: lanesOf('alone', 'ctkd') });
    const { method, id } = experiment.lanes.find((l) => !l.method.head) as Experiment['lanes'][number];
    const terms = method.terms.bind(method);
    const spy = vi
      .spyOn(method, 'terms')
      .mockImplementation((...input) => ({ hard: terms(...input).hard as tf.Tensor }));
    const events = await eventsOf(experiment);
    spy.mockRestore();
    expect(only(events, 'stopped')).toEqual([
      { type: 'stopped', lane: id, step: 1, reason: 'The method did not return its term "soft".' },
    ]);
    expect(only(events, 'stepped')).toHaveLength(12);
    experiment.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('tensors', () => {
  test('a run leaves none behind once it is disposed, finished or not', async () => {
    const before = tf.memory().numTensors;
    for (const enough of [
      atStep(3, 'teacher'),
      atStep(5),
      (e: RunEvent) => e.type === 'metrics',
      (e: RunEvent) => e.type === 'evaluation',
      () => false,
    ]) {
      const experiment = await experimentOf({ ...smallSetup(), seeds: 2 });
      await eventsOf(experiment, { due: ALWAYS, enough });
      expect(tf.memory().numTensors).toBeGreaterThan(before);
      experiment.dispose();
      expect(tf.memory().numTensors).toBe(before);
    }
  });

  test('a step takes none that it does not give back', async () => {
    const experiment = await made();
    await eventsOf(experiment, { enough: atStep(3) });
    const three = tf.memory().numTensors;
    await eventsOf(experiment, { enough: atStep(5) });
    expect(tf.memory().numTensors).toBe(three);
    await experiment.look(Float32Array.of(0, 0));
    await experiment.inspect(Float32Array.of(0, 0, 1, 1), Int32Array.of(0, -1));
    await experiment.save();
    expect(tf.memory().numTensors).toBe(three);
    experiment.dispose();
  });
});

test('a longer ramp holds CTKD’s temperature back at first, whatever optimizer the student has', async () => {
  /** Where g is after three steps; with α = 0 only the decay of the weights moves it. */
  const after = async (ramp: number, alpha: number, optimizer: 'adam' | 'sgd') => {
    const experiment = await made({
      lanes: [...lanesOf('alone'), { method: 'ctkd', knobs: { ramp, alpha, eta: 1 } }],
      training: { ...smallSetup().training, optimizer, schedule: 'constant', warmup: 0 },
    });
    const { tensor } = experiment.slots.get('lane-1/part/raw');
    expect(tensor.shape).toEqual([1, 1]);
    await eventsOf(experiment, { enough: atStep(3) });
    const { 'lane-1/part/raw': raw } = await experiment.slots.snapshot((name) => name === 'lane-1/part/raw');
    experiment.dispose();
    return raw?.[0] ?? Number.NaN;
  };
  for (const optimizer of ['adam', 'sgd'] as const) {
    const moved = async (ramp: number) =>
      Math.abs((await after(ramp, 1, optimizer)) - (await after(ramp, 0, optimizer)));
    const [slowly, atOnce] = [await moved(1), await moved(0)];
    expect(atOnce).toBeGreaterThan(0);
    expect(slowly).toBeLessThan(0.2 * atOnce);
  }
});
