// The recorded step: it is made for every method, optimizer and model, gives the bits of eager steps, and is
// refused with a sentence where a step cannot be recorded.
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { DEFAULT_PRESET, PRESETS } from '../contract/presets.ts';
import type { NetSpec, Setup, TrainingSpec } from '../contract/setup.ts';
import { fetchReader } from '../data/fetch-reader.ts';
import { prepareData } from '../data/prepare.ts';
import { datasetById } from '../data/registry.ts';
import { methods } from '../distill/registry.ts';
import type { Backend } from '../gpu/backend.ts';
import { bootEngine } from '../gpu/engine.ts';
import { cards } from './cards.ts';
import { Experiment } from './experiment.ts';
import { fingerprint } from './fingerprint.ts';
import { Replays } from './replays.ts';
import { NEVER_DUE, run } from './run.ts';
import { lanesOf, setupFor, smallSetup } from './testing.ts';

const read = fetchReader(`${location.origin}/data/`);

beforeAll(async () => {
  const { engine, why } = await bootEngine('webgpu');
  expect(engine, why).toBe('webgpu');
});

const made = async (setup: Setup) =>
  new Experiment(setup, await prepareData(datasetById(setup.data.id), setup, read), null);

/** Runs to the end; the state it ends in, and how many steps were played from a recording. */
async function endOf(setup: Setup, eager: boolean, steps = 5) {
  const experiment = await made(setup);
  const ready = vi.spyOn(Replays.prototype, 'ready');
  const played = { steps: 0 };
  if (eager) ready.mockResolvedValue(null);
  const replay = vi.spyOn(tf.backend() as unknown as Backend, 'replay');
  for await (const event of run(experiment, { ...NEVER_DUE, steps: () => steps }, 3))
    if (event.type === 'stopped') throw new Error(`${event.lane}: ${event.reason}`);
  for (const [, times] of replay.mock.calls) played.steps += times;
  const hash = await fingerprint(experiment.slots);
  ready.mockRestore();
  replay.mockRestore();
  experiment.dispose();
  return { hash, played: played.steps };
}

const image: Pick<Setup, 'data'> = {
  data: { ...DEFAULT_PRESET.setup.data, labels: { teacher: 20, student: 2 }, pool: 16, poolBatch: 4 },
};
const mlp: NetSpec = { model: 'mlp', widths: [5], knobs: {} };
const tanh: NetSpec = { model: 'mlp', widths: [6, 4], knobs: { activation: 'tanh' } };
const cnn: NetSpec = { model: 'cnn', widths: [3, 4], knobs: { downsample: 'pool', norm: 'group' } };
const strided: NetSpec = { model: 'cnn', widths: [3], knobs: { downsample: 'stride', norm: 'none' } };

/** Every pair of method form, optimizer and model stands in one of these. */
const forms = [
  { method: 'alone', knobs: { epsilon: 0.1 } },
  { method: 'kd', knobs: {} },
  { method: 'adl', knobs: { core: 'ce', attached: false } },
  { method: 'adl', knobs: { learn: false } },
  { method: 'ctkd', knobs: {} },
  { method: 'ctkd', knobs: { mode: 'instance' } },
  { method: 'own-weight', knobs: {} },
  { method: 'pseudo-labels', knobs: {} },
  { method: 'mse', knobs: {} },
  { method: 'dkd', knobs: {} },
  { method: 'logit-standard', knobs: {} },
  { method: 'dist', knobs: {} },
  { method: 'wsld', knobs: {} },
  { method: 'teacher-head', knobs: {} },
  { method: 'teacher-free', knobs: {} },
  { method: 'mutual', knobs: { k: '3' } },
  { method: 'mutual', knobs: { peer: 'teacher' } },
  { method: 'amal', knobs: {} },
];
/** Those of detectors. */
const onScenes = [
  { method: 'focal', knobs: {} },
  { method: 'focal', knobs: { k: 1, boxes: 'giou' } },
  { method: 'specialist', knobs: {} },
  { method: 'detector-kd', knobs: { per: 'objects' } },
  { method: 'detector-adl', knobs: {} },
  { method: 'detector-adl', knobs: { pseudo: false, core: 'ce', attached: false } },
  { method: 'pseudo-boxes', knobs: { score: 0.05 } },
  { method: 'detector-own-weight', knobs: {} },
];
/** That which splits the momentum of SGD. */
const ofSGD = { method: 'dot', knobs: {} };
/** Those on hidden layers of any kind, and those on maps. */
const onLayers = [
  { method: 'fitnets', knobs: {} },
  { method: 'fitnets', knobs: { layer: 'last' } },
  ...['rkd', 'sp', 'cc', 'pkt', 'vid', 'ab', 'crd'].map((method) => ({ method, knobs: {} })),
];
const onMaps = ['at', 'nst', 'reviewkd'].map((method) => ({ method, knobs: {} }));
/** Those that put networks between the teacher and their student. */
const staged = [
  { method: 'takd', knobs: { m: '2' } },
  { method: 'assistant-ensemble', knobs: { m: '3' } },
  { method: 'expert-selection', knobs: {} },
  { method: 'born-again', knobs: {} },
  { method: 'self-distillation', knobs: { g: '1' } },
  { method: 'student-head', knobs: {} },
];
const optimizers: Partial<TrainingSpec>[] = [
  { optimizer: 'sgd', rate: 0.05, weightDecay: 1e-3 },
  { optimizer: 'adam' },
  { optimizer: 'adamw', weightDecay: 0.01, clip: 0.5, schedule: 'step' },
];
const nets = [mlp, tanh, cnn, strided];
const cover = nets.flatMap((student, n) =>
  optimizers.map((training, o) => ({
    name: `${student.model} ${JSON.stringify(student.knobs)}, ${training.optimizer}`,
    student,
    training,
    teacher: nets[(n + o) % nets.length] as NetSpec,
  })),
);

describe.each(cover)('$name', ({ student, training, teacher }) => {
  test('all methods are played from recordings and end in the same bits as eager steps', async () => {
    const base = smallSetup();
    const areMaps = student.model === 'cnn' && teacher.model === 'cnn';
    const setup: Setup = {
      ...base,
      ...image,
      student,
      teacher: {
        ...base.teacher,
        net: teacher,
        training: { ...base.teacher.training, ...training, batch: 4, length: { unit: 'steps', count: 4 } },
      },
      training: { ...base.training, ...training, batch: 4, length: { unit: 'steps', count: 8 } },
      lanes: [
        ...lanesOf('alone'),
        ...forms,
        ...(training.optimizer === 'sgd' ? [ofSGD] : []),
        ...(training.optimizer === 'adam' ? onLayers : []), // an optimizer does not see where a slope comes from
        ...(training.optimizer === 'adam' && areMaps ? onMaps : []),
      ],
    };
    const eager = await endOf(setup, true);
    const captured = await endOf(setup, false);
    expect(eager.played).toBe(0);
    expect(captured.played).toBeGreaterThanOrEqual(3 + 7); // all but the first step of each phase
    expect(captured.hash).toBe(eager.hash);
  });
});

test.each(staged)(
  'networks that train before a student are played from recordings of their own: $method',
  async (lane) => {
    const setup = smallSetup({ seeds: 2, lanes: [...lanesOf('alone', 'kd'), lane] });
    const eager = await endOf(setup, true);
    const captured = await endOf(setup, false);
    expect(eager.played).toBe(0);
    const phases = (await made(setup)).phases.length;
    expect(phases).toBeGreaterThan(2);
    expect(captured.played).toBeGreaterThanOrEqual((phases - 1) * 10); // all but the first steps of each phase
    expect(captured.hash).toBe(eager.hash);
  },
);

test('methods of detectors are played from recordings and end in the same bits as eager steps', async () => {
  const setup = setupFor('scenes', { seeds: 2, lanes: onScenes });
  const eager = await endOf(setup, true);
  const captured = await endOf(setup, false);
  expect(eager.played).toBe(0);
  expect(captured.played).toBeGreaterThanOrEqual(5 + 11);
  expect(captured.hash).toBe(eager.hash);
});

test('lanes without a term are played from recordings and end in the same bits as eager steps', async () => {
  const others = [...staged, ofSGD, ...onMaps, ...onScenes, ...onLayers.slice(3)]; // one of those on hidden layers stands for all
  const lanes = [...methods.values()].flatMap(({ id, termNames }) =>
    termNames.length > 1 && !others.some(({ method }) => method === id)
      ? termNames.map((term) => ({ method: id, knobs: {}, without: [term] }))
      : [],
  );
  expect(lanes.length).toBeGreaterThan(4);
  for (const part of [lanes.slice(0, 5), lanes.slice(5)]) {
    const setup = smallSetup({ lanes: [...lanesOf('alone'), ...part] });
    const eager = await endOf(setup, true);
    const captured = await endOf(setup, false);
    expect(captured.played).toBeGreaterThan(0);
    expect(captured.hash).toBe(eager.hash);
    const whole = await endOf({ ...setup, lanes: setup.lanes.map(({ without: _, ...lane }) => lane) }, false);
    expect(whole.hash).not.toBe(captured.hash);
  }
});

test('every method is among those tried, and says of itself whether it is recorded', () => {
  expect(
    new Set([...forms, ofSGD, ...onLayers, ...onMaps, ...onScenes, ...staged].map(({ method }) => method)),
  ).toEqual(new Set(methods.keys()));
  for (const card of cards.methods) expect(card.captured, card.id).toBe(true); // as the tests above have shown
});

test.each(PRESETS)('the experiment $id is recorded', async ({ setup }) => {
  const experiment = await made({ ...setup, teacher: { ...setup.teacher, net: setup.student } });
  experiment.position = { phase: 'students', step: 0 };
  const replays = new Replays(experiment, 'students');
  experiment.prepare('students', 1);
  for (const lane of experiment.lanes) lane.tried = true;
  expect(await replays.ready(), replays.refusal ?? '').not.toBeNull();
  replays.dispose();
  experiment.dispose();
});

test('the grouping of steps in submits, and seeds that train together, leave the bits alone', async () => {
  const setup = smallSetup({ seeds: 2 });
  const { hash } = await endOf(setup, true);
  for (const steps of [1, 3, 64]) expect((await endOf(setup, false, steps)).hash).toBe(hash);
});

describe('what cannot be recorded', () => {
  /** The refusal when one lane's step does something else besides. */
  async function refusal(besides: () => void): Promise<string | null> {
    const experiment = await made(smallSetup());
    for await (const event of run(experiment, NEVER_DUE, 1))
      if (event.type === 'stepped' && event.phase === 'students') break;
    const replays = new Replays(experiment, 'students');
    const lane = experiment.lane('lane-0');
    const step = lane.step.bind(lane);
    lane.step = (...args) => {
      step(...args);
      tf.tidy(besides);
    };
    const recording = await replays.ready();
    expect(recording === null).toBe(replays.refusal !== null);
    const before = await fingerprint(experiment.slots);
    await replays.ready();
    expect(await fingerprint(experiment.slots)).toBe(before); // asking changes no state
    replays.dispose();
    experiment.dispose();
    return replays.refusal;
  }

  test('nothing is refused that only computes', async () => {
    expect(await refusal(() => void tf.square(tf.tensor1d([1, 2])))).toBeNull();
  });

  test('a tensor from before that is nobody’s state', async () => {
    const stray = tf.square(tf.tensor1d([1, 2]));
    expect(await refusal(() => void tf.square(stray))).toMatch(
      /reads a tensor of shape \[2\] that is neither data, nor a constant, nor named state/,
    );
  });

  test('numbers that the host draws', async () => {
    let drawn = 0;
    const experiment = await made(smallSetup());
    const lane = experiment.lane('lane-1');
    const step = lane.step.bind(lane);
    lane.step = (batch, teacher, clock) =>
      step({ ...batch, x: tf.add(batch.x, tf.scalar(++drawn)) }, teacher, clock);
    for await (const event of run(experiment, NEVER_DUE, 1))
      if (event.type === 'stepped' && event.phase === 'students') break;
    const replays = new Replays(experiment, 'students');
    expect(await replays.ready()).toBeNull();
    expect(replays.refusal).toMatch(/leaves other numbers in lane-1\/.+ drawn or computed by the host/);
    experiment.dispose();
  });

  test('numbers that are read back', async () => {
    expect(
      await refusal(() => void (tf.square(tf.tensor1d([1])) as tf.Tensor).data().catch(() => {})),
    ).toMatch(/reads numbers back in the middle of a step/);
  });
});

test('steps take no memory: no buffer is left of five thousand of them', async () => {
  const base = smallSetup();
  const experiment = await made({
    ...base,
    data: { ...base.data, id: 'spirals', pool: 300, poolBatch: 16 },
    student: { model: 'mlp', widths: [8, 8], knobs: {} },
    training: { ...base.training, length: { unit: 'steps', count: 5000 } },
  });
  const { device } = tf.backend() as unknown as Backend;
  const create = device.createBuffer.bind(device);
  let alive = 0;
  const created = vi.spyOn(device, 'createBuffer').mockImplementation((descriptor) => {
    const buffer = create(descriptor);
    alive++;
    const destroy = buffer.destroy.bind(buffer);
    buffer.destroy = () => {
      alive--;
      destroy();
    };
    return buffer;
  });
  const seen: number[] = [];
  for await (const event of run(experiment, { ...NEVER_DUE, steps: () => 64 }, 2)) {
    if (event.type === 'stepped' && event.phase === 'students' && event.step > 200 && event.step < 2500)
      seen.push(alive);
  }
  created.mockRestore();
  expect(seen.length).toBeGreaterThan(10);
  expect(new Set(seen).size).toBe(1);
  experiment.dispose();
});
