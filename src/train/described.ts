// What an experiment is built from, and what the page is told of one that is ready.
import type { LoadedRun } from '../contract/protocol.ts';
import type { Setup } from '../contract/setup.ts';
import type { PreparedData } from '../data/prepare.ts';
import type { Experiment } from './experiment.ts';
import type { Imported } from './imported.ts';
import { isPlane, mapBounds, pointsOf } from './maps.ts';
import type { Pretrained } from './pretrained.ts';

/** What an experiment is built from; enough to build it again after a reset or a lost GPU. */
export interface Source {
  readonly setup: Setup;
  readonly data: PreparedData;
  readonly pretrained: Pretrained | Imported | null;
}
const pick = ({ seed, steps, testAccuracy }: Pretrained['entry']) => ({ seed, steps, testAccuracy });

/** What the page is told of what trains between the teacher and the students. */
function stagesOf({ stages, phases }: Experiment): Pick<LoadedRun, 'stages'> {
  if (stages.length === 0) return {};
  const between = phases.filter(({ phase }) => phase !== 'teacher' && phase !== 'students');
  return {
    stages: {
      phases: between.map(({ phase, steps, training, labeled }) => ({
        phase,
        steps,
        batch: training.batch,
        labeled,
      })),
      networks: stages.map(({ plan: { id, lane, title, phase, network } }) => ({
        ...{ id, lane, title, phase },
        size: network.size,
      })),
    },
  };
}

/** What the page is told of a run that is ready. */
export function describe({
  setup,
  data,
  pretrained,
  experiment,
}: Source & { readonly experiment: Experiment }): LoadedRun {
  const first = data.students[0] as PreparedData['students'][number];
  const { totalSteps, teacherSteps, teacher, lanes } = experiment;
  return {
    setup,
    shape: data.shape,
    classes: data.classes,
    ...(data.anchors && { anchors: data.anchors }),
    counts: {
      labeled: first.labeled.length,
      pool: first.pool.length,
      validation: data.validation.y.length,
      test: data.test.y.length,
      teacher: data.teacher.length,
    },
    totalSteps,
    teacherSteps,
    teacher: {
      size: teacher.network.size,
      source: setup.teacher.source,
      ...(pretrained && 'entry' in pretrained && { trained: pick(pretrained.entry) }),
      ...(pretrained && 'file' in pretrained && { source: 'imported', file: pretrained.file }),
    },
    student: (lanes[0] as Experiment['lanes'][number]).network.size,
    ...stagesOf(experiment),
    ...(data.novel ? { novel: new Set(data.novel.y).size } : {}),
    ...(isPlane(data) ? { points: pointsOf(data, first.labeled), bounds: mapBounds(data) } : {}),
  };
}
