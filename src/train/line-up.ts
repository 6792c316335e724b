// Who trains in a run and when: the teacher, the networks that methods put between it and their students, the students.
import type * as tf from '@tensorflow/tfjs-core';
import { withDefaults } from '../contract/cards.ts';
import { orderOf, type Phase, stageId } from '../contract/phases.ts';
import { type LaneId, laneId, TEACHER } from '../contract/protocol.ts';
import type { Setup, TrainingSpec } from '../contract/setup.ts';
import type { PreparedData } from '../data/prepare.ts';
import { random } from '../data/random.ts';
import type { Lineage, Stage } from '../distill/lineage.ts';
import type { Method } from '../distill/method.ts';
import { methodById } from '../distill/registry.ts';
import type { Slot, Slots } from '../gpu/slots.ts';
import { makeClock } from '../nn/clock.ts';
import { buildNetwork, type Network } from '../nn/network.ts';
import { Batches } from './batches.ts';
import { checkState, stepsOf } from './bounds.ts';
import { borrowing, checkHeads } from './heads.ts';
import { Lane } from './lane.ts';
import type { Mentor } from './mentors.ts';

/** A network that trains before the student of a lane, on paper. */
export interface StagePlan extends Stage {
  readonly id: LaneId;
  readonly lane: LaneId;
  readonly phase: Phase;
  readonly network: Network;
}

/** All networks of a run, on paper: what cannot be is said before anything is made. */
export interface Plan {
  readonly teacher: Network;
  readonly student: Network;
  /** In the order in which they can be made. */
  readonly stages: readonly StagePlan[];
  readonly steps: { readonly teacher: number; readonly students: number };
}

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

/** Throws a sentence where a network, its lineage or the length of its training cannot be. */
export function planOf(setup: Setup, { shape, classes, students, teacher: seen }: PreparedData): Plan {
  const build = (net: Setup['student']) => buildNetwork(net, shape, classes.length);
  const teacher = build(setup.teacher.net);
  const student = build(setup.student);
  const stages = setup.lanes.flatMap((_, i) => stagesOf(setup, i, build));
  checkState(setup, student, teacher, stages);
  return {
    teacher,
    student,
    stages,
    steps: {
      teacher: stepsOf(setup.teacher.training, seen.length),
      students: stepsOf(setup.training, students[0]?.labeled.length ?? 0),
    },
  };
}

/** Where a method does not say, the student learns from the teacher, if it needs one. */
export function lineageOf(setup: Setup, place: number): Lineage {
  const { method: id, knobs } = setup.lanes[place] as Setup['lanes'][number];
  const method = methodById(id);
  const nets = { teacher: setup.teacher.net, student: setup.student };
  const settings = withDefaults(method.knobs, knobs) as Parameters<NonNullable<Method['lineage']>>[1];
  return method.lineage?.(nets, settings) ?? { stages: [], from: method.needsTeacher ? [TEACHER] : [] };
}

function stagesOf(
  setup: Setup,
  place: number,
  build: (net: Setup['student']) => Network,
): readonly StagePlan[] {
  const levels: Record<string, number> = { [TEACHER]: 0 };
  const plans = lineageOf(setup, place).stages.map((stage): StagePlan => {
    const level =
      1 +
      Math.max(
        0,
        ...[...stage.from, ...(stage.head ? [stage.head] : [])].map((name) => levels[name] as number),
      );
    levels[stage.name] = level;
    const lane = laneId(place);
    const phase: Phase = stage.school === 'teacher' ? `teacher-stage-${level}` : `stage-${level}`;
    return { ...stage, id: stageId(lane, stage.name), lane, phase, network: build(stage.net) };
  });
  checkHeads(plans);
  return plans;
}

interface Making {
  readonly setup: Setup;
  readonly data: PreparedData;
  readonly plan: Plan;
  readonly slots: Slots;
  readonly samples: tf.Tensor;
  readonly labels: tf.Tensor;
}

/** Makes all networks, their batches and clocks. */
export function lineUp({ setup, data, plan, slots, samples, labels }: Making): LineUp {
  const { classes } = data;
  const seeds = data.students.map((_, i) => setup.seed + i);
  const common = { classes: classes.length, slots };
  const student = { ...common, training: setup.training, labeled: setup.training.batch, seeds };
  const taught = setup.teacher.training;
  const ofTeacher = { ...common, training: taught, labeled: taught.batch };
  const teacher = new Lane({
    ...ofTeacher,
    id: TEACHER,
    network: plan.teacher,
    method: methodById('alone'),
    knobs: {},
    mentors: [],
    seeds: [setup.seed],
    random: (seed, ...names) => random(seed, 'teacher', ...names),
  });
  const shared: Mentor = { name: TEACHER, lane: teacher, shared: true };
  const made = new Map<LaneId, Lane>();
  const mentor =
    (id: LaneId) =>
    (name: string): Mentor =>
      name === TEACHER ? shared : { name, lane: made.get(stageId(id, name)) as Lane, shared: false };
  const stages = plan.stages.map((stage) => {
    const { id, network, method, knobs, from, head, name } = stage;
    const lane = new Lane({
      ...(stage.school === 'teacher' ? { ...ofTeacher, seeds } : student),
      id,
      network: head ? borrowing(network, made.get(stageId(stage.lane, head)) as Lane) : network,
      method: methodById(method),
      knobs,
      mentors: from.map(mentor(stage.lane)),
      random: (seed, ...names) => random(seed, 'stage', name, ...names),
    });
    made.set(id, lane);
    return { plan: stage, lane };
  });
  const lanes = setup.lanes.map(
    ({ method, knobs, code, without }, i) =>
      new Lane({
        ...student,
        id: laneId(i),
        network: plan.student,
        method: methodById(method),
        knobs,
        code,
        without,
        mentors: lineageOf(setup, i).from.map(mentor(laneId(i))),
        random: (seed, ...names) => random(seed, 'student', ...names),
      }),
  );
  const resident = { samples, labels, shape: data.shape, augment: setup.data.augment };
  const schools = {
    teacher: {
      training: taught,
      steps: plan.steps.teacher,
      labeled: data.teacher.length,
      seen: seeds.map((seed) => ({ seed, labeled: data.teacher, pool: new Int32Array() })),
      poolBatch: 0,
    },
    student: {
      training: setup.training,
      steps: plan.steps.students,
      labeled: data.students[0]?.labeled.length ?? 0,
      seen: data.students.map((given, i) => ({ ...given, seed: seeds[i] as number })),
      poolBatch: setup.data.pool > 0 ? setup.data.poolBatch : 0,
    },
  };
  const phaseOf = (
    phase: Phase,
    school: Stage['school'],
    learners: readonly Lane[],
    apart: boolean,
  ): PhasePlan => {
    const { training, steps, labeled, seen, poolBatch } = schools[school];
    const { batch } = training;
    return {
      phase,
      school,
      learners,
      training,
      steps,
      labeled,
      batches: new Batches({
        ...resident,
        students: phase === 'teacher' ? seen.slice(0, 1) : seen,
        batch,
        poolBatch,
        ...(apart && { stream: phase }),
      }),
      clock: makeClock(slots, phase === 'students' ? 'clock' : `${phase}/clock`),
    };
  };
  const between = [...new Set(plan.stages.map(({ phase }) => phase))]
    .toSorted((a, b) => orderOf(a) - orderOf(b))
    .map((phase) => {
      const mine = stages.filter((one) => one.plan.phase === phase);
      return phaseOf(
        phase,
        mine[0]?.plan.school ?? 'student',
        mine.map(({ lane }) => lane),
        true,
      );
    });
  return {
    teacher,
    lanes,
    stages,
    phases: [
      phaseOf('teacher', 'teacher', [teacher], false),
      ...between,
      phaseOf('students', 'student', lanes, false),
    ],
  };
}
