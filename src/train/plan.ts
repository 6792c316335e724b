// All networks of a run on paper: what cannot be is said before anything is made.
import { withDefaults } from '../contract/cards.ts';
import { type Phase, stageId } from '../contract/phases.ts';
import { type LaneId, laneId, TEACHER } from '../contract/protocol.ts';
import type { Setup } from '../contract/setup.ts';
import type { PreparedData } from '../data/prepare.ts';
import type { Lineage, Stage } from '../distill/lineage.ts';
import type { Method } from '../distill/method.ts';
import { methodById } from '../distill/registry.ts';
import { buildNetwork, type Network } from '../nn/network.ts';
import { checkState, stepsOf } from './bounds.ts';
import { checkHeads } from './heads.ts';
import { checkMomenta } from './momenta.ts';

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
  /** The networks that train beside the student of each lane. */
  readonly peers: readonly (readonly Network[])[];
  readonly steps: { readonly teacher: number; readonly students: number };
}

/** Throws a sentence where a network, its lineage or the length of its training cannot be. */
export function planOf(
  setup: Setup,
  { shape, classes, anchors, students, teacher: seen }: PreparedData,
): Plan {
  const build = (net: Setup['student']) => buildNetwork(net, shape, classes.length, anchors);
  const teacher = build(setup.teacher.net);
  const student = build(setup.student);
  const stages = setup.lanes.flatMap((_, i) => stagesOf(setup, i, build));
  const peers = setup.lanes.map((_, i) => peersOf(setup, i).map(build));
  setup.lanes.forEach((_, i) => {
    const { method, settings } = asked(setup, i);
    checkMomenta(method, settings, setup.training);
  });
  checkState(setup, student, teacher, [...stages.map(({ network }) => network), ...peers.flat()]);
  return {
    teacher,
    student,
    stages,
    peers,
    steps: {
      teacher: stepsOf(setup.teacher.training, seen.length),
      students: stepsOf(setup.training, students[0]?.labeled.length ?? 0),
    },
  };
}

/** What a method is asked before anything is made, of a lane of the set-up. */
function asked({ teacher, student, lanes }: Setup, place: number) {
  const { method: id, knobs } = lanes[place] as Setup['lanes'][number];
  const method = methodById(id);
  type Settings = Parameters<NonNullable<Method['lineage']>>[1];
  return {
    method,
    nets: { teacher: teacher.net, student },
    settings: withDefaults(method.knobs, knobs) as Settings,
  };
}

function peersOf(setup: Setup, place: number): readonly Setup['student'][] {
  const { method, nets, settings } = asked(setup, place);
  return method.peers?.(nets, settings) ?? [];
}

/** Where a method does not say, the student learns from the teacher, if it needs one. */
export function lineageOf(setup: Setup, place: number): Lineage {
  const { method, nets, settings } = asked(setup, place);
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
