// One cell of a study: a set-up with one lane, trained from its first step to its last and looked at on the way.
import { type Evaluation, TEACHER } from '../contract/protocol.ts';
import { checkSetup, type Setup } from '../contract/setup.ts';
import type { Score, SeedLook, StudyCell } from '../contract/study-record.ts';
import type { CellFound } from '../contract/study-run.ts';
import { type PreparedData, prepareData } from '../data/prepare.ts';
import { datasetById } from '../data/registry.ts';
import { buildNetwork } from '../nn/network.ts';
import { cards } from './cards.ts';
import { oneShotOf } from './episodes.ts';
import { Experiment } from './experiment.ts';
import { loadPretrained, type Pretrained } from './pretrained.ts';
import { NEVER_DUE, run } from './run.ts';
import type { Files } from './session.ts';

export interface CellWork {
  readonly setup: Setup;
  /** Where false the test split is not there: not loaded onto the engine, and no number of it comes out. */
  readonly test: boolean;
}
export interface CellHooks {
  /** After some steps; a promise holds the work up, false gives it up. */
  progress(at: {
    readonly phase: string;
    readonly step: number;
    readonly of: number;
  }): boolean | Promise<boolean>;
}

type Weights = Pick<Pretrained, 'weights'>;
type Looked = Readonly<Record<'validation' | 'test', readonly Evaluation[]>>;
/** Looks a run: among these is the one that validation data like best. */
const LOOKS = 20;

/** Runs cells one after another on the engine that has started. */
export class CellRunner {
  /** Teachers that were trained for an earlier cell, by all that they come from. */
  private readonly teachers = new Map<string, Weights>();
  private prepared: { readonly key: string; readonly data: PreparedData } | null = null;

  constructor(private readonly files: Files) {}

  /**
   * Null where it was given up.
   * @throws a sentence where the set-up cannot be, or the teacher stops.
   */
  async run({ setup, test }: CellWork, hooks: CellHooks): Promise<CellFound | null> {
    const problems = checkSetup(setup, cards);
    if (problems.length) throw new Error(problems.join(' '));
    const whole = await this.data(setup);
    const data = test ? whole : { ...whole, test: whole.validation };
    const key = teacherKey(setup);
    const teacher = await this.teacherOf(setup, data, key);
    const experiment = new Experiment(setup, data, teacher);
    try {
      return await this.watch(experiment, data, test, teacher ? null : key, hooks);
    } finally {
      experiment.dispose();
    }
  }

  private async data(setup: Setup): Promise<PreparedData> {
    const key = JSON.stringify([setup.data, setup.seed, setup.seeds]);
    if (this.prepared?.key !== key)
      this.prepared = { key, data: await prepareData(datasetById(setup.data.id), setup, this.files.data) };
    return this.prepared.data;
  }

  private async teacherOf(setup: Setup, data: PreparedData, key: string): Promise<Weights | null> {
    if (setup.teacher.source !== 'pretrained') return this.teachers.get(key) ?? null;
    const network = buildNetwork(setup.teacher.net, data.shape, data.classes.length, data.anchors);
    return loadPretrained(setup, network, this.files.teachers);
  }

  /** @param keep under which name to keep the teacher that trains here; null where none does */
  private async watch(
    experiment: Experiment,
    data: PreparedData,
    test: boolean,
    keep: string | null,
    hooks: CellHooks,
  ): Promise<CellFound | null> {
    const lane = experiment.lanes[0] as Experiment['lanes'][number];
    const { id } = lane;
    const looks: SeedLook[][] = [];
    let teacher: Score | null = null;
    let stopped: string | null = null;
    let stageSteps = 0;
    for await (const event of run(experiment, NEVER_DUE, LOOKS, true)) {
      if (event.type === 'stopped') {
        if (event.lane === TEACHER) throw new Error(`The teacher stopped. ${event.reason}`);
        if (event.lane === id) stopped = event.reason;
      } else if (event.type === 'evaluation' && event.lane === TEACHER) {
        const [seen] = event.test;
        if (test && seen) teacher = scoreOf(seen);
      } else if (event.type === 'evaluation' && event.lane === id && event.step > 0) {
        looks.push(lookOf(event.step, event, test));
      } else if (event.type === 'stepped') {
        const { phase, step } = event;
        const of = experiment.stepsIn(phase);
        if (phase !== 'teacher' && phase !== 'students' && step === of) stageSteps += of;
        if (phase === 'teacher' && step === of && keep !== null)
          this.teachers.set(keep, { weights: await experiment.teacher.weights.ofFirstSeed() });
        if (!(await hooks.progress({ phase, step, of }))) return null;
      }
    }
    const oneShot = test && stopped === null && lane.seeds === 1 ? await oneShotOf(lane, data) : null;
    return {
      stopped,
      teacher,
      seeds: stopped === null ? seedsOf(looks).map((seed) => withOneShot(seed, oneShot)) : [],
      cost: costOf(experiment, stageSteps),
    };
  }
}

/** A look at every seed. */
const lookOf = (step: number, seen: Looked, test: boolean): SeedLook[] =>
  seen.validation.map((validation, seed) => ({
    step,
    validation: scoreOf(validation),
    test: test ? scoreOf(seen.test[seed] as Evaluation) : null,
  }));

/** The last look of each seed, and that with the highest validation accuracy, the earliest of equals. */
function seedsOf(looks: readonly (readonly SeedLook[])[]): StudyCell['seeds'] {
  const last = looks.at(-1) ?? [];
  return last.map((look, seed) => ({
    last: look,
    best: looks
      .map((all) => all[seed] as SeedLook)
      .reduce((best, one) => (one.validation.accuracy > best.validation.accuracy ? one : best)),
  }));
}

/** What its features are worth on new classes stands with the last look at a seed. */
const withOneShot = (
  { last, best }: CellFound['seeds'][number],
  oneShot: number | null,
): CellFound['seeds'][number] => ({
  last: last.test && oneShot !== null ? { ...last, test: { ...last.test, oneShot } } : last,
  best,
});

/** A look without what is drawn of it. A loss that is no finite number is none. */
function scoreOf({ accuracy, loss, agreement, kl, calibration }: Evaluation): Score {
  const finite = (x: number | null) => (x !== null && Number.isFinite(x) ? x : null);
  return { accuracy, loss: finite(loss), agreement, kl: finite(kl), calibration };
}

function costOf(experiment: Experiment, stageSteps: number): CellFound['cost'] {
  const { setup, totalSteps, teacher, lanes } = experiment;
  const [lane] = lanes as [Experiment['lanes'][number]];
  const { parameters, macs } = lane.network.size;
  const pool = lane.method.usesPool && setup.data.pool > 0 ? setup.data.poolBatch : 0;
  const told = lane.method.needsTeacher ? teacher.network.size.macs : 0;
  const beside = lane.peers.reduce((sum, { size }) => sum + size.macs, 0);
  const trainingMacs = totalSteps * (setup.training.batch + pool) * (told + 3 * (macs + beside));
  return { steps: totalSteps, stageSteps, parameters, macs, trainingMacs };
}

/** All that the weights of a teacher that is trained here come from: sets that differ in their pool alone share it. */
function teacherKey({ data, teacher, seed }: Setup): string {
  const { teachersOf = data.id } = datasetById(data.id);
  return JSON.stringify([
    teachersOf,
    data.knobs,
    data.labels.teacher,
    data.augment,
    data.draw,
    teacher,
    seed,
  ]);
}
