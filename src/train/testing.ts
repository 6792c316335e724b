// A small experiment for the tests of this folder, and a page's end of a session.
import { type AnchorSpec, type KnobValues, withDefaults } from '../contract/cards.ts';
import { DEFAULT_PRESET } from '../contract/presets.ts';
import type { Command, EngineEvent } from '../contract/protocol.ts';
import type { Setup } from '../contract/setup.ts';
import type { Dataset } from '../data/dataset.ts';
import { prepareData } from '../data/prepare.ts';
import { random } from '../data/random.ts';
import { datasetById, datasets } from '../data/registry.ts';
import { sceneKnobs, sceneSamples } from '../data/scene-set.ts';
import type { Method } from '../distill/method.ts';
import { methodById } from '../distill/registry.ts';
import type { Slot } from '../gpu/slots.ts';
import { buildNetwork, initialise } from '../nn/network.ts';
import { Experiment } from './experiment.ts';
import type { Pretrained } from './pretrained.ts';
import { type Due, NEVER_DUE, type RunEvent, run } from './run.ts';
import type { Files } from './session.ts';
import { Session, type SessionHooks } from './session.ts';

/** Moons, a 4-unit student, a 6-unit teacher trained here first: a step takes next to nothing. */
export function smallSetup(change: Partial<Setup> = {}): Setup {
  const { setup } = DEFAULT_PRESET;
  const training = { ...setup.training, batch: 8, length: { unit: 'steps' as const, count: 12 } };
  return {
    ...setup,
    data: { ...setup.data, id: 'moons', labels: { teacher: 0, student: 10 }, pool: 40, poolBatch: 8 },
    teacher: {
      net: { model: 'mlp', widths: [6], knobs: {} },
      source: 'train',
      training: { ...training, length: { unit: 'steps', count: 6 } },
    },
    student: { model: 'mlp', widths: [4], knobs: {} },
    training,
    lanes: ['alone', 'kd', 'adl', 'ctkd'].map((method) => ({ method, knobs: {} })),
    ...change,
  };
}

/** The lanes of a set-up, by method. */
export const lanesOf = (...methods: string[]): Setup['lanes'] =>
  methods.map((method) => ({ method, knobs: {} as KnobValues }));

const SIDE = 16;
/** Scenes so small that the slowest engine trains detectors on them in no time: a bar or a square on 16 × 16 pixels. */
const tinyScenes: Dataset & { readonly anchors: AnchorSpec } = {
  id: 'tiny-scenes',
  title: { en: 'Tiny scenes' },
  plain: { en: 'For tests.' },
  credit: 'Generated from a seed',
  shape: [SIDE, SIDE, 1],
  classes: ['bar', 'square'],
  counts: { train: 60, validation: 6, test: 6 },
  anchors: { size: SIDE, strides: [4, 8], scales: [1.5], ratios: [1] },
  knobs: sceneKnobs(60),
  async load(context) {
    const squares = Float32Array.from({ length: 2 * 64 }, (_, i) => Number(i >= 64 || i % 8 < 3));
    const images = { x: squares, y: Int32Array.of(0, 1), side: 8 };
    const objects = { train: images, validation: images, test: images };
    return sceneSamples(
      { card: tinyScenes, scene: { sides: [5, 9], background: 'flat' }, objects },
      { ...context, knobs: { train: 60, most: 2 } },
    );
  },
};
if (!datasets.includes(tinyScenes)) (datasets as Dataset[]).push(tinyScenes);

/** What a method needs of its data, networks and training to be tried: scenes, maps, or the momentum of SGD. */
export type Needs = 'nothing' | 'scenes' | 'maps' | 'sgd';
export function needsOf(id: string): Needs {
  const method = methodById(id);
  if (method.detects) return 'scenes';
  if (method.momenta) return 'sgd';
  const { teacher, student } = smallSetup();
  try {
    const settings = withDefaults(method.knobs, {}) as Parameters<NonNullable<Method['lineage']>>[1];
    method.lineage?.({ teacher: teacher.net, student }, settings);
    return 'nothing';
  } catch {
    return 'maps';
  }
}

/** A small set-up in which a method can be tried. */
export function setupFor(needs: Needs, change: Partial<Setup> = {}): Setup {
  const { teacher, data, training } = smallSetup();
  const net = (...widths: number[]) => ({ model: 'cnn', widths, knobs: {} });
  const detector = (...widths: number[]) => ({ model: 'retina', widths, knobs: { pyramid: 3 } });
  const { lanes = lanesOf('alone') } = change;
  const fitting: Partial<Setup> =
    needs === 'scenes'
      ? {
          data: { ...data, id: tinyScenes.id, labels: { teacher: 0, student: 8 } },
          teacher: { ...teacher, net: detector(2, 3, 3) },
          student: detector(2, 2, 2),
          training: { ...training, batch: 4 },
          lanes: lanes.map((lane) => (lane.method === 'alone' ? { ...lane, method: 'focal' } : lane)),
        }
      : needs === 'maps'
        ? {
            data: { ...data, id: 'glyphs', knobs: { classes: 3, each: 40 } },
            teacher: { ...teacher, net: net(3, 4) },
            student: net(2, 3),
          }
        : needs === 'sgd'
          ? { training: { ...training, optimizer: 'sgd', rate: 0.05 } }
          : {};
  return smallSetup({ ...change, ...fitting });
}

/** A lane in which every term of its method counts from the first step to the last, whatever the defaults are. */
export function livelyLane(id: string, knobs: KnobValues = {}): Setup['lanes'][number] {
  const { readsTaps, detects, knobs: own } = methodById(id);
  // Detectors that have seen nothing agree with one another: only a heavy term with little focus is felt.
  if (detects && own.lambda)
    return { method: id, knobs: { lambda: 9, ...(own.gamma && { gamma: 0.5, core: 'ce' }), ...knobs } };
  const lively = readsTaps ? { ...(own.a && { a: 1 }), ...(own.E && own.beta && { E: 0 }) } : {};
  return { method: id, knobs: { ...lively, ...knobs } };
}

/** An experiment on a toy, which needs no files. */
export async function experimentOf(
  setup: Setup,
  pretrained: Pretrained | null = null,
  options?: ConstructorParameters<typeof Experiment>[3],
): Promise<Experiment> {
  const noFiles = async (file: string) =>
    Promise.reject(new Error(`A toy needs no files, ${file} was asked for.`));
  const data = await prepareData(datasetById(setup.data.id), setup, noFiles);
  return new Experiment(setup, data, pretrained, options);
}

/** A teacher of small random weights, the same whatever the run's seed is. */
export function someTeacher(setup: Setup): Pretrained {
  const { shape, classes, anchors } = datasetById(setup.data.id);
  const count = setup.data.knobs.classes ?? classes.length;
  const network = buildNetwork(setup.teacher.net, shape, Number(count), anchors);
  const weights = initialise(network.parameters, (_seed, name) => random(99, name), 1);
  return { entry: undefined as unknown as Pretrained['entry'], weights };
}

export const NEVER = NEVER_DUE;
export const ALWAYS: Due = { metrics: () => true, snapshot: () => true, steps: () => 1, landed: () => {} };

/** Runs an experiment from where it is to its end, or until `enough` says so; then it is ended where it is. */
export async function eventsOf(
  experiment: Experiment,
  options: { due?: Due; looks?: number; enough?: (event: RunEvent) => boolean } = {},
): Promise<RunEvent[]> {
  const { due = NEVER, looks = 1, enough = () => false } = options;
  const events: RunEvent[] = [];
  for await (const event of run(experiment, due, looks)) {
    events.push(event);
    if (enough(event)) break; // a generator that is left is told to `return()`
  }
  return events;
}

/** Whether an event is that all students have taken a step. */
export const atStep =
  (step: number, phase: 'teacher' | 'students' = 'students') =>
  (event: RunEvent): boolean =>
    event.type === 'stepped' && event.phase === phase && event.step === step;

export type EventOf<T extends EngineEvent['type']> = Extract<EngineEvent, { type: T }>;

/** The page's end: sends commands, keeps all events, waits for one. */
export class Page {
  readonly events: EngineEvent[] = [];
  private readonly session: Session;
  private listeners: (() => void)[] = [];

  constructor(files: Files, boot?: SessionHooks['boot']) {
    this.session = new Session({
      post: (event) => {
        this.events.push(event);
        for (const listener of this.listeners) listener();
      },
      breathe: () => new Promise((resolve) => setTimeout(resolve, 0)),
      files: () => files,
      ...(boot ? { boot } : {}),
    });
  }

  /** A slot of the experiment that is loaded, to spoil it. */
  slot(name: string): Slot {
    const { loaded } = this.session as unknown as { loaded: { experiment: Experiment } };
    return loaded.experiment.slots.get(name);
  }

  send(command: Command): Promise<void> {
    return this.session.command(command);
  }

  all<T extends EngineEvent['type']>(type: T): EventOf<T>[] {
    return this.events.filter((e): e is EventOf<T> => e.type === type);
  }

  /** The next event (from `from` on) that passes. */
  async wait<T extends EngineEvent['type']>(
    type: T,
    passes: (event: EventOf<T>) => boolean = () => true,
    from = 0,
  ): Promise<EventOf<T>> {
    for (;;) {
      const found = this.events
        .slice(from)
        .find((e): e is EventOf<T> => e.type === type && passes(e as EventOf<T>));
      if (found) return found;
      await new Promise<void>((resolve) => {
        this.listeners.push(resolve);
      });
    }
  }

  async state(state: EventOf<'transport'>['state'], from = 0): Promise<void> {
    await this.wait('transport', (e) => e.state === state, from);
  }

  async hash(): Promise<string> {
    const from = this.events.length;
    await this.send({ type: 'hash', request: 1 });
    return (await this.wait('hash', () => true, from)).hash;
  }
}

const softmax = (row: readonly number[], T: number): number[] => {
  const exps = row.map((z) => Math.exp(z / T));
  const sum = exps.reduce((a, b) => a + b);
  return exps.map((e) => e / sum);
};

/** The pulls of a KD lane as the present engine says them, and worked out in plain numbers from its logits; fewer labels than a batch, and a pool. */
export async function pullsTwice() {
  const [T, alpha, batch, poolBatch] = [3, 0.7, 8, 5];
  const base = smallSetup({ lanes: lanesOf('alone', 'kd') });
  const setup = {
    ...base,
    data: { ...base.data, labels: { teacher: 0, student: 3 }, pool: 20, poolBatch },
    lanes: base.lanes.map((lane) => (lane.method === 'kd' ? { ...lane, knobs: { T, alpha } } : lane)),
  };
  const data = await prepareData(datasetById('moons'), setup, () => Promise.reject(new Error('no files')));
  const experiment = new Experiment(setup, data, someTeacher(setup));
  await eventsOf(experiment, { enough: atStep(4) });
  const [student] = data.students;
  if (!student || student.labeled.length >= batch) throw new Error('The set should be smaller than a batch.');
  const taken = Array.from({ length: batch + poolBatch }, (_, i) =>
    Number(i < batch ? student.labeled[i % student.labeled.length] : student.pool[i - batch]),
  );
  const logits = await experiment.look(
    Float32Array.from(taken.flatMap((i) => [...data.x.slice(2 * i, 2 * i + 2)])),
  );
  const row = (lane: string, i: number) => [...(logits[lane] as Float32Array).slice(2 * i, 2 * i + 2)];
  const hard = taken
    .slice(0, batch)
    .flatMap((sample, i) =>
      softmax(row('lane-1', i), 1).map((p, c) => ((1 - alpha) * (p - Number(data.y[sample] === c))) / batch),
    );
  const soft = taken.flatMap((_, i) => {
    const q = softmax(row('teacher', i), T);
    return softmax(row('lane-1', i), T).map((p, c) => (alpha * T * (p - (q[c] as number))) / taken.length);
  });
  const norm = (gradient: number[]) => Math.hypot(...gradient);
  const sum = soft.map((g, i) => g + (hard[i] ?? 0));
  const dot = hard.reduce((total, g, i) => total + g * (soft[i] as number), 0);

  const said = (await experiment.pulls())['lane-1'];
  experiment.dispose();
  return {
    said: [said?.terms.hard?.norm, said?.terms.soft?.norm, said?.norm, said?.cosines[0]?.cosine],
    byHand: [norm(hard), norm(soft), norm(sum), dot / (norm(hard) * norm(soft))],
  };
}
