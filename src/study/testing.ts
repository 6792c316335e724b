// Made-up studies and cells for the tests of their arithmetic.
import { parseStudy, type Study } from '../contract/study.ts';
import type { Score, StudyCell, StudyMachine, StudyRecord } from '../contract/study-record.ts';
import type { CellPlan } from './plan.ts';
import { newRecord, withCell } from './record.ts';

export const MACHINE: StudyMachine = {
  engine: 'cpu',
  adapter: 'JavaScript',
  versions: {},
  revision: 'abc1234',
  date: '2026-01-02',
};

/** A study of three methods on three seeds. @throws with the problems, where a change makes it none */
export function studyOf(change: Partial<Record<keyof Study, unknown>> = {}): Study {
  const parsed = parseStudy({
    id: 'made-up',
    title: { en: 'Digits' },
    question: { en: 'Does it?' },
    base: { preset: 'digits' },
    methods: ['alone', 'kd', 'adl'],
    seeds: { first: 1, count: 3 },
    data: 'fixed',
    ...change,
  });
  if (!parsed.ok) throw new Error(parsed.problems.join(' '));
  return parsed.value;
}

/** Where real networks train, and for so few steps that a study of them is over soon. */
export const briefly = (teacher: number, students: number) => ({
  preset: 'spirals',
  set: {
    'teacher.source': 'train',
    'teacher.training.length': { unit: 'steps', count: teacher },
    'training.length': { unit: 'steps', count: students },
  },
});

export const scoreOf = (accuracy: number, change: Partial<Score> = {}): Score => ({
  accuracy,
  loss: 0.5,
  agreement: 0.875,
  kl: 0.25,
  calibration: 0.125,
  ...change,
});

/** A cell that came out so: one accuracy a seed, on test and on validation data. */
export function cellOf(
  plan: CellPlan,
  accuracies: readonly number[],
  { validation = accuracies, ...change }: Partial<StudyCell> & { validation?: readonly number[] } = {},
): Omit<StudyCell, 'by'> {
  const search = plan.purpose === 'search';
  return {
    ...plan,
    stopped: null,
    teacher: search ? null : scoreOf(0.955),
    seeds: accuracies.map((accuracy, i) => {
      const seen = {
        validation: scoreOf(validation[i] as number),
        test: search ? null : scoreOf(accuracy),
      };
      return { last: { step: 300, ...seen }, best: { step: 150, ...seen } };
    }),
    cost: { steps: 300, stageSteps: 0, seconds: 6, parameters: 1210, macs: 1184, trainingMacs: 1e8 },
    ...change,
  };
}

export const recordOf = (study: Study, cells: readonly Omit<StudyCell, 'by'>[]): StudyRecord =>
  cells.reduce((record, cell) => withCell(record, cell, MACHINE), newRecord(study, 'test'));
