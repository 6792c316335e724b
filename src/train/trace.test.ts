// Slow motion: what is shown of a step is what the step then does, and looking at it changes nothing.
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { files } from '../cli/node-engine.ts';
import type { StepTrace } from '../contract/questions.ts';
import type { Setup } from '../contract/setup.ts';
import { datasetById } from '../data/registry.ts';
import type { Experiment } from './experiment.ts';
import {
  ALWAYS,
  atStep,
  eventsOf,
  experimentOf,
  lanesOf,
  livelyLane,
  Page,
  setupFor,
  smallSetup,
  someTeacher,
} from './testing.ts';
import { traceStep } from './trace.ts';

const setup: Setup = smallSetup({
  lanes: [...lanesOf('alone', 'kd', 'ctkd'), { method: 'kd', knobs: {}, without: ['hard'] }],
  training: { ...smallSetup().training, warmup: 0, schedule: 'constant' },
});

async function open(): Promise<Page> {
  const page = new Page(files);
  await page.send({ type: 'boot', engine: 'cpu', base: '' });
  await page.send({ type: 'load', setup });
  for (let i = 0; i < 9; i++) await page.send({ type: 'step' }); // six of the teacher, three of the students
  return page;
}
async function trace(page: Page, lane: string): Promise<StepTrace> {
  const from = page.events.length;
  await page.send({ type: 'trace', request: 1, lane });
  return page.wait('trace', () => true, from);
}
const refusal = async (page: Page, lane: string) => {
  const from = page.events.length;
  await page.send({ type: 'trace', request: 1, lane });
  return (await page.wait('failed', () => true, from)).reason;
};
const softmax = (logits: readonly number[], T = 1) => {
  const powers = logits.map((z) => Math.exp(z / T));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
};

describe('a step in slow motion', () => {
  let page: Page;
  let kd: StepTrace;
  beforeAll(async () => {
    page = await open();
    kd = await trace(page, 'lane-1');
  });
  afterAll(() => page.send({ type: 'pause' }));

  test('is the one that comes next, with the first labeled samples and the first of the pool', () => {
    expect(kd).toMatchObject({ step: 4, lane: 'lane-1', temperature: 4, batch: { labeled: 8, pool: 8 } });
    expect(kd.samples.map(({ label }) => label < 0)).toEqual([false, false, false, true, true, true]);
    expect(kd.rate).toBeCloseTo(setup.training.rate, 7);
  });

  test('has the slopes of KD, worked out from the logits it shows', () => {
    const [T, alpha, batch, labelScale] = [4, 0.9, 16, 2];
    for (const { student, teacher, label, slope } of kd.samples) {
      const [p, pT, qT] = [softmax(student), softmax(student, T), softmax(teacher ?? [], T)];
      slope.forEach((value, c) => {
        const soft = alpha * T * ((pT[c] as number) - (qT[c] as number));
        const hard = label < 0 ? 0 : (1 - alpha) * labelScale * ((p[c] as number) - Number(label === c));
        expect(value).toBeCloseTo((soft + hard) / batch, 6);
      });
    }
  });

  test('says the loss that the step then measures, and the weights that it leaves', async () => {
    const from = page.events.length;
    await page.send({ type: 'step' });
    const measured = await page.wait('metrics', (e) => e.lane === 'lane-1', from);
    expect(kd.loss).toBeCloseTo(measured.values.loss?.at(-1) as number, 5);
    expect(kd.terms.soft).toBeCloseTo(measured.values['term.soft']?.at(-1) as number, 5);
    const next = await trace(page, 'lane-1');
    next.parameters.forEach(({ before }, i) => {
      expect(before).toBe(kd.parameters[i]?.after);
    });
    expect(kd.parameters.every(({ gradient, moved }) => gradient > 0 && moved > 0)).toBe(true);
  });

  test('has the learned temperature of CTKD, and none where there is no teacher', async () => {
    expect((await trace(page, 'lane-2')).temperature).toBeGreaterThan(10);
    const alone = await trace(page, 'lane-0');
    expect(alone.temperature).toBeNull();
    expect(alone.samples.map(({ teacher }) => teacher)).toEqual([null, null, null]);
    expect(alone.batch).toEqual({ labeled: 8, pool: 0 });
  });

  test('tells a term that is left out from those that make the loss', async () => {
    const { terms, without, loss, samples } = await trace(page, 'lane-3');
    expect(without).toEqual(['hard']);
    expect(loss).toBeCloseTo(terms.soft as number, 6);
    // Soft targets of one and the same student and teacher: only where they are trained differs.
    for (const { student, teacher, terms: own } of samples) {
      const [p, q] = [softmax(student, 4), softmax(teacher ?? [], 4)];
      const kl = q.reduce((sum, x, c) => sum + x * Math.log(x / (p[c] as number)), 0);
      expect(own.soft).toBeCloseTo(0.9 * 16 * kl, 4);
    }
    expect(terms.hard).toBeGreaterThan(0);
  });

  test('is refused with a sentence where there is none', async () => {
    expect(await refusal(page, 'lane-7')).toBe('There is no student\'s lane "lane-7".');
    await page.send({ type: 'play' });
    await page.state('finished');
    expect(await refusal(page, 'lane-1')).toBe('All 12 steps are taken; reset to see them again.');
  });
});

test('Looking at steps changes no bit of the run', async () => {
  const [looked, plain] = [await open(), await open()];
  for (const lane of ['lane-0', 'lane-1', 'lane-2']) {
    const before = await looked.hash();
    await trace(looked, lane);
    expect(await looked.hash()).toBe(before);
    await looked.send({ type: 'step' });
    await plain.send({ type: 'step' });
  }
  expect(await looked.hash()).toBe(await plain.hash());
});

describe('a step of detectors', () => {
  const small = setupFor('scenes', {
    lanes: [
      ...lanesOf('alone'),
      livelyLane('detector-kd', { lambda: 2, per: 'objects' }),
      { ...livelyLane('detector-kd'), without: ['box'] },
      { method: 'focal', knobs: { k: 1 } },
    ],
  });
  const scenes = { ...small, training: { ...small.training, warmup: 0, schedule: 'constant' as const } };
  const tiny = datasetById(scenes.data.id);
  const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
  const of = (lane: string) => traceStep(experiment, tiny, lane);
  let experiment: Experiment;
  let kd: StepTrace;
  beforeAll(async () => {
    await tf.setBackend('cpu');
    experiment = await experimentOf(scenes, someTeacher(scenes));
    await eventsOf(experiment, { enough: atStep(3) });
    kd = await of('lane-1');
  });
  afterAll(() => experiment.dispose());

  test('shows of each scene an anchor of every kind there is', () => {
    const [labeled, pool] = [true, false].map((told) =>
      kd.samples.filter(({ label }) => label >= 0 === told).map(({ anchor }) => anchor?.kind),
    ) as [string[], string[]];
    for (const kind of ['object', 'background']) expect(labeled.filter((k) => k === kind)).toHaveLength(3);
    expect(pool).toEqual(['neither', 'neither', 'neither']); // nothing is known of them
    for (const { anchor, teacher, student, slope } of kd.samples) {
      expect([teacher?.length, student.length, slope.length]).toEqual([2, 2, 2]);
      expect(anchor?.target === null).toBe(anchor?.kind !== 'object');
      const { object = 0, background = 0, neither = 0 } = anchor?.counts ?? {};
      expect(object + background + neither).toBe(4 * 4 + 2 * 2); // the places of both levels
    }
  });

  test('has the slopes of soft targets, worked out from the logits it shows', async () => {
    // A scene without labels has no hard loss. What is left is λ (p − q) / N, and N the anchors with an object of the batch.
    const objects = await experiment.rehearse(async ({ batch, teacher, clock }) => {
      const targets = await experiment.lane('lane-1').input(batch, teacher, clock).matched?.targets.data();
      return targets?.filter((target) => target >= 0).length;
    });
    const counted = kd.samples.filter(({ label }) => label < 0);
    expect(counted).toHaveLength(3);
    for (const { student, teacher, slope } of counted)
      slope.forEach((value, c) => {
        const [p, q] = [student[c], teacher?.[c]].map((z) => sigmoid(z as number)) as [number, number];
        expect((2 * (p - q)) / value).toBeCloseTo(objects as number, 2);
      });
  });

  test('shows the one of its kind that the step moves most', async () => {
    const lane = experiment.lane('lane-1');
    const { slopes, targets } = await experiment.rehearse(async ({ batch, teacher, clock }) => ({
      slopes: (await lane.dissect(batch, teacher, clock).slope.array()) as number[][][][],
      targets: (await lane.input(batch, teacher, clock).matched?.targets.array()) as number[][][],
    }));
    const most = (kind: (target: number) => boolean) =>
      Math.max(
        ...(slopes[0]?.[0] ?? []).flatMap((slope, a) =>
          kind(targets[0]?.[0]?.[a] as number) ? Math.hypot(...slope) : [],
        ),
      );
    const [object, background] = kd.samples.map(({ slope }) => Math.hypot(...slope));
    expect(kd.samples.slice(0, 2).map(({ anchor }) => anchor?.kind)).toEqual(['object', 'background']);
    expect(object).toBeCloseTo(
      most((target) => target >= 0),
      6,
    );
    expect(background).toBeCloseTo(
      most((target) => target === -1),
      6,
    );
  });

  test('says the loss that the step then measures, and the weights that it leaves', async () => {
    const events = await eventsOf(experiment, { due: ALWAYS, enough: atStep(4) });
    const measured = events.find((event) => event.type === 'metrics' && event.lane === 'lane-1');
    if (measured?.type !== 'metrics') throw new Error('Nothing was measured.');
    expect(kd.loss).toBeCloseTo(measured.values.loss?.at(-1) as number, 5);
    const next = await of('lane-1');
    expect(next.parameters.map(({ before }) => before)).toEqual(kd.parameters.map(({ after }) => after));
  });

  test('asks no teacher for a student alone', async () => {
    const alone = await of('lane-0');
    expect(alone.samples.every(({ teacher }) => teacher === null)).toBe(true);
    expect(alone.batch).toEqual({ labeled: 4, pool: 0 });
  });

  test('measures a term that is left out, and moves nothing by it', async () => {
    const { without, terms, loss, parameters } = await of('lane-2');
    expect(without).toEqual(['box']);
    expect(Object.keys(terms)).toEqual(['hard', 'box', 'soft']);
    expect(terms.box).toBeGreaterThan(0);
    expect(loss).toBeCloseTo((terms.hard as number) + (terms.soft as number), 6);
    for (const { name, gradient } of parameters) expect(gradient > 0, name).toBe(!name.startsWith('box.')); // the head of boxes hears of nothing else
  });

  test('of a detector of one class the objects of others are background', async () => {
    const [one, all] = [await of('lane-3'), await of('lane-0')];
    const objects = ({ samples }: StepTrace) => samples.flatMap(({ anchor }) => anchor?.target ?? []);
    expect(new Set(objects(all))).toEqual(new Set([0, 1]));
    expect(new Set(objects(one))).toEqual(new Set([0]));
    const counts = ({ samples }: StepTrace) => samples[0]?.anchor?.counts;
    expect(counts(one)?.neither).toBe(counts(all)?.neither);
  });

  test('still shows anchors where nothing is a number any more', async () => {
    const [name] = experiment.slots.names.filter(
      (slot) => slot.startsWith('lane-0/') && slot.endsWith('class.out.bias'),
    );
    const slot = experiment.slots.get(name as string);
    slot.write(new Float32Array(slot.tensor.size).fill(Number.NaN));
    const { samples } = await of('lane-0');
    expect(samples.length).toBeGreaterThanOrEqual(3);
    expect(samples.every(({ slope }) => slope.every(Number.isNaN))).toBe(true);
  });
});
