// Who trains in a run and when: the teacher, the networks that methods put between it and their students, the students.
import type * as tf from '@tensorflow/tfjs-core';
import { orderOf, type Phase, stageId } from '../contract/phases.ts';
import { type LaneId, laneId, TEACHER } from '../contract/protocol.ts';
import { baselineOf, type LaneSpec, type Setup, type TrainingSpec } from '../contract/setup.ts';
import type { PreparedData } from '../data/prepare.ts';
import { random } from '../data/random.ts';
import type { Stage } from '../distill/lineage.ts';
import { methodById } from '../distill/registry.ts';
import type { Slot, Slots } from '../gpu/slots.ts';
import { makeClock } from '../nn/clock.ts';
import { Batches, type BatchesSpec } from './batches.ts';
import { borrowing } from './heads.ts';
import { Lane } from './lane.ts';
import type { Mentor } from './mentors.ts';
import { lineageOf, type Plan, type StagePlan } from './plan.ts';
import { validationPart } from './validation.ts';

/** A part of the run: its networks advance together, on the same batches. */
export interface PhasePlan {
  readonly phase: Phase;
  /** Whose samples, labels and training settings. */
  readonly school: Stage['school'];
  readonly learners: readonly Lane[];
  readonly training: TrainingSpec;
  readonly steps: number;
  readonly labeled: number;
  readonly batches: Batches;
  readonly clock: Slot;
}

export interface LineUp {
  readonly teacher: Lane;
  readonly lanes: readonly Lane[];
  readonly stages: readonly { readonly plan: StagePlan; readonly lane: Lane }[];
  /** In the order in which they train. */
  readonly phases: readonly PhasePlan[];
}

interface Making {
  readonly setup: Setup;
  readonly data: PreparedData;
  readonly plan: Plan;
  readonly slots: Slots;
  readonly samples: tf.Tensor;
  readonly labels: tf.Tensor;
  /** Of scenes: what the anchors of all samples stand for. */
  readonly matches: tf.Tensor | undefined;
}

/** Makes all networks, their batches and clocks. */
export function lineUp(making: Making): LineUp {
  const { teacher, shared } = teacherOf(making);
  const stages = stagesOf(making, shared);
  const made = new Map(stages.map(({ plan, lane }) => [plan.id, lane]));
  const lanes = making.setup.lanes.map((spec, i) => studentOf(making, i, spec, mentorsOf(shared, made)));
  return { teacher, lanes, stages, phases: phasesOf(making, teacher, stages, lanes) };
}

/** What all networks have that learn in a school; the teacher itself has one seed. */
function schooling({ setup, data, slots, matches }: Making, school: Stage['school']) {
  const training = school === 'teacher' ? setup.teacher.training : setup.training;
  const seeds = seedsOf(setup, data);
  return {
    ...{ training, labeled: training.batch, seeds, classes: data.classes.length, slots, matches },
    samples: data.y.length,
    validation: validationPart(data),
  };
}

const seedsOf = (setup: Setup, { students }: PreparedData): number[] =>
  students.map((_, i) => setup.seed + i);

function teacherOf(making: Making): { teacher: Lane; shared: Mentor } {
  const teacher = new Lane({
    ...schooling(making, 'teacher'),
    id: TEACHER,
    network: making.plan.teacher,
    method: methodById(baselineOf(making.data)),
    knobs: making.setup.teacher.knobs ?? {},
    mentors: [],
    seeds: [making.setup.seed],
    random: (seed, ...names) => random(seed, 'teacher', ...names),
  });
  return { teacher, shared: { name: TEACHER, lane: teacher, shared: true } };
}

/** Finds whom a lane's networks learn from, by name. */
const mentorsOf =
  (shared: Mentor, made: ReadonlyMap<LaneId, Lane>) =>
  (lane: LaneId, from: readonly string[]): Mentor[] =>
    from.map((name) =>
      name === TEACHER ? shared : { name, lane: made.get(stageId(lane, name)) as Lane, shared: false },
    );

function stagesOf(making: Making, shared: Mentor): LineUp['stages'] {
  const made = new Map<LaneId, Lane>();
  const mentors = mentorsOf(shared, made);
  return making.plan.stages.map((plan) => {
    const { id, network, method, knobs, from, head, name } = plan;
    const lane = new Lane({
      ...schooling(making, plan.school),
      id,
      network: head ? borrowing(network, made.get(stageId(plan.lane, head)) as Lane) : network,
      method: methodById(method),
      knobs,
      mentors: mentors(plan.lane, from),
      random: (seed, ...names) => random(seed, 'stage', name, ...names),
    });
    made.set(id, lane);
    return { plan, lane };
  });
}

function studentOf(
  making: Making,
  place: number,
  { method, knobs, code, without }: LaneSpec,
  mentors: ReturnType<typeof mentorsOf>,
): Lane {
  const id = laneId(place);
  return new Lane({
    ...schooling(making, 'student'),
    id,
    network: making.plan.student,
    method: methodById(method),
    knobs,
    code,
    without,
    mentors: mentors(id, lineageOf(making.setup, place).from),
    peers: making.plan.peers[place] ?? [],
    random: (seed, ...names) => random(seed, 'student', ...names),
  });
}

function phasesOf(
  making: Making,
  teacher: Lane,
  stages: LineUp['stages'],
  students: readonly Lane[],
): PhasePlan[] {
  const between = [...new Set(stages.map(({ plan }) => plan.phase))].toSorted(
    (a, b) => orderOf(a) - orderOf(b),
  );
  return [
    phaseOf(making, 'teacher', 'teacher', [teacher]),
    ...between.map((phase) => {
      const mine = stages.filter(({ plan }) => plan.phase === phase);
      const learners = mine.map(({ lane }) => lane);
      return phaseOf(making, phase, mine[0]?.plan.school ?? 'student', learners);
    }),
    phaseOf(making, 'students', 'student', students),
  ];
}

function phaseOf(
  { setup, data, plan, slots, samples, labels, matches }: Making,
  phase: Phase,
  school: Stage['school'],
  learners: readonly Lane[],
): PhasePlan {
  const ofTeacher = school === 'teacher';
  const { training } = ofTeacher ? setup.teacher : setup;
  const first = phase === 'teacher' || phase === 'students'; // of old: theirs are the plain names of chance and clocks
  const given = seedsOf(setup, data).map((seed, i) => ({
    ...(ofTeacher ? { labeled: data.teacher, pool: new Int32Array() } : data.students[i]),
    seed,
  })) as BatchesSpec['students'];
  const students = phase === 'teacher' ? given.slice(0, 1) : given;
  return {
    phase,
    school,
    learners,
    training,
    steps: ofTeacher ? plan.steps.teacher : plan.steps.students,
    labeled: students[0]?.labeled.length ?? 0,
    batches: new Batches({
      ...{ samples, labels, matches, shape: data.shape, augment: setup.data.augment },
      students,
      batch: training.batch,
      poolBatch: ofTeacher || setup.data.pool === 0 ? 0 : setup.data.poolBatch,
      ...(!first && { stream: phase }),
    }),
    clock: makeClock(slots, phase === 'students' ? 'clock' : `${phase}/clock`),
  };
}
