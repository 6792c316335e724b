// A lane without a term of its loss: it trains as if the method had none such, and still measures it.
import '../gpu/tf.ts';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { bootInNode } from '../cli/node-engine.ts';
import { checkSetup, type LaneSpec } from '../contract/setup.ts';
import type { Method } from '../distill/method.ts';
import { methodById, methods } from '../distill/registry.ts';
import { cards } from './cards.ts';
import {
  atStep,
  eventsOf,
  experimentOf,
  lanesOf,
  livelyLane,
  needsOf,
  setupFor,
  smallSetup,
  someTeacher,
} from './testing.ts';

beforeAll(async () => {
  await bootInNode('wasm');
});

const STEPS = 6;
/** With two classes some terms are nothing. */
const threeClasses = { ...smallSetup().data, id: 'blobs' };
/** Of detectors, which share their terms and train slowly here, one stands for all. */
const METHODS = [...methods.values()].filter(
  ({ id, termNames, detects }) => termNames.length > 1 && (!detects || id === 'detector-adl'),
);
const ablations = METHODS.flatMap(({ id, termNames }) => termNames.map((term) => ({ id, term })));

/** What a lane's student and its curves are after some steps. */
async function ran(lane: LaneSpec, needs = needsOf(lane.method)) {
  const setup = setupFor(needs, { data: threeClasses, lanes: [...lanesOf('alone'), lane] });
  const experiment = await experimentOf(setup, someTeacher(setup));
  const events = await eventsOf(experiment, { enough: atStep(STEPS) });
  const state = await experiment.slots.snapshot();
  const { series } = experiment.lane('lane-1');
  const pulls = (await experiment.pulls())['lane-1'];
  const rows = await experiment.lane('lane-1').ring.read();
  experiment.dispose();
  const stopped = events.filter((event) => event.type === 'stopped');
  const weights = Object.entries(state).filter(([name]) => name.startsWith('lane-1/student/'));
  const curve = (name: string) => rows.map(({ row }) => row[series.indexOf(name)] as number);
  return {
    stopped,
    weights,
    parts: Object.entries(state).filter(([name]) => name.startsWith('lane-1/part/')),
    curve,
    series,
    pulls,
  };
}

/** The same; what was run once is not run again. */
const known = new Map<string, ReturnType<typeof ran>>();
function ranOnce(lane: LaneSpec): ReturnType<typeof ran> {
  const key = JSON.stringify(lane);
  const run = known.get(key) ?? ran(lane);
  known.set(key, run);
  return run;
}

/** The same with a method that has no other terms than these. */
async function ranWithOnly(lane: LaneSpec, names: readonly string[]) {
  const method = methodById(lane.method);
  const only: Method = {
    ...method,
    id: 'only',
    termNames: names,
    terms(input, knobs) {
      const all = method.terms(input, knobs);
      return Object.fromEntries(names.map((name) => [name, all[name] as tf.Tensor]));
    },
  };
  delete (only as { head?: unknown }).head;
  const registry = methods as Map<string, Method>;
  registry.set('only', only);
  try {
    return await ran({ ...lane, method: 'only' }, needsOf(lane.method));
  } finally {
    registry.delete('only');
  }
}

describe.each(ablations)('$id without $term', ({ id, term }) => {
  const left = methodById(id).termNames.filter((name) => name !== term);

  test('ends in the bits of a method that never had it', async () => {
    const without = await ranOnce({ ...livelyLane(id), without: [term] });
    const only = await ranWithOnly(livelyLane(id), left);
    expect([...without.stopped, ...only.stopped]).toEqual([]);
    expect(without.weights.length).toBeGreaterThan(0);
    expect(without.weights).toEqual(only.weights);
    // Control: with the term it ends elsewhere.
    expect((await ranOnce(livelyLane(id))).weights).not.toEqual(without.weights);
  });

  test('still measures the term, which the loss does not contain, and says that only the other pulls', async () => {
    const { curve, pulls } = await ranOnce({ ...livelyLane(id), without: [term] });
    expect(curve('loss').length).toBe(STEPS);
    const sums = curve('loss').map((_, i) =>
      left.reduce((sum, name) => sum + (curve(`term.${name}`)[i] as number), 0),
    );
    curve('loss').forEach((loss, i) => expect(loss).toBeCloseTo(sums[i] as number, 4));
    for (const value of curve(`term.${term}`)) expect(Number.isFinite(value)).toBe(true);
    expect(Object.keys(pulls?.terms ?? {})).toEqual(left);
    // All lanes begin alike: before the first update the term is what it is where it is trained on.
    const whole = await ranOnce(livelyLane(id));
    const first = whole.curve(`term.${term}`)[0] as number;
    expect(Math.abs((curve(`term.${term}`)[0] as number) - first)).toBeLessThan(
      1e-6 * Math.max(1, Math.abs(first)),
    );
    expect(
      Math.abs((curve('loss').at(-1) as number) - (whole.curve('loss').at(-1) as number)),
    ).toBeGreaterThan(5e-4);
  });
});

test('there are several methods to try, one that learns something of its own among them', () => {
  expect(METHODS.length).toBeGreaterThan(3);
  expect(METHODS.some(({ parts }) => parts)).toBe(true);
});

test('KD without its hard term is α·T²·KL alone, by hand at the first step', async () => {
  const [T, alpha] = [3, 0.7];
  const knobs = { T, alpha };
  const { curve } = await ran({ method: 'kd', knobs, without: ['hard'] });
  const { batch, training } = { batch: 16, training: smallSetup().training };
  expect(training.batch).toBe(8);
  // At the first step the loss is that of the first weights: worked out from the logits of a run that has taken none.
  const setup = smallSetup({
    data: threeClasses,
    lanes: [...lanesOf('alone'), { method: 'kd', knobs, without: ['hard'] }],
  });
  const experiment = await experimentOf(setup, someTeacher(setup));
  experiment.prepare('students', 1);
  const rows = tf.tidy(() => {
    const { batch: first } = experiment.begin('students');
    return Array.from((tf.reshape(first.x, [batch, 2]) as tf.Tensor2D).dataSync());
  });
  const logits = await experiment.look(Float32Array.from(rows));
  experiment.dispose();
  const soften = (row: ArrayLike<number>, at: number) => {
    const powers = [0, 1, 2].map((c) => Math.exp((row[at + c] as number) / T));
    const sum = powers.reduce((a, b) => a + b);
    return powers.map((power) => power / sum);
  };
  let kl = 0;
  for (let i = 0; i < batch; i++) {
    const q = soften(logits.teacher as Float32Array, 3 * i);
    const p = soften(logits['lane-1'] as Float32Array, 3 * i);
    for (const c of [0, 1, 2]) kl += (q[c] as number) * Math.log((q[c] as number) / (p[c] as number));
  }
  expect(curve('loss')[0]).toBeCloseTo((alpha * T * T * kl) / batch, 5);
  expect(kl).toBeGreaterThan(0.01);
});

describe('what cannot be left out', () => {
  const problems = (without: string[], method = 'kd') =>
    checkSetup(smallSetup({ lanes: [...lanesOf('alone'), { method, knobs: {}, without }] }), cards);

  test('a term that there is, can', () => {
    expect(problems(['hard'])).toEqual([]);
  });
  test('a term that there is not, by its name', () => {
    expect(problems(['hint'])).toEqual(['lanes.1.without: kd has no term "hint"; it has hard, soft.']);
  });
  test('all terms', () => {
    expect(problems(['soft', 'hard'])).toEqual([
      'lanes.1.without: without hard and soft nothing is left of the loss of kd.',
    ]);
  });
});
