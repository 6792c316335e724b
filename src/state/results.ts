// What was measured, as a table: a row for the teacher and for each lane, over seeds, with differences paired by seed.
import { type Evaluation, type LaneId, type LoadedRun, TEACHER } from '../contract/protocol.ts';
import { type Paired, paired } from '../study/statistics.ts';
import { type Summary, summary } from '../study/summary.ts';
import type { Trained } from './effort.ts';
import { stepsOf } from './epochs.ts';
import type { EvaluationPoint, LaneView } from './lane-view.ts';

/** One look at a lane, over seeds. */
export interface Looked {
  readonly step: number;
  readonly samples: number;
  readonly test: Summary;
  readonly validation: Summary;
}

export interface ResultRow {
  readonly id: LaneId;
  readonly name: string;
  readonly method: string | null;
  readonly color: string;
  readonly dash: string;
  readonly last: Looked | null;
  /** Every seed’s own test accuracy at the last look. */
  readonly seeds: readonly number[];
  /**
   * The look at which the mean validation accuracy was highest, the earliest of equals. Only looks at the same samples
   * are compared: interim ones, where there are any.
   */
  readonly best: Looked | null;
  /** Test accuracy at the last look, minus that of the other lane at the same step on the same samples. */
  readonly vsAlone: Paired | null;
  readonly vsReference: Paired | null;
  readonly agreement: Summary | null;
  readonly kl: Summary | null;
  readonly calibration: Summary | null;
  readonly stopped: string | null;
  /** How many set-ups of the lane were tried in this session; null for the teacher. */
  readonly tried: number | null;
  readonly steps: number | null;
  /** Seconds of training. Lanes train together, so they share one number; null where nothing was trained here. */
  readonly seconds: number | null;
  readonly parameters: number;
  readonly macs: number;
  /** What the networks cost that trained for the lane before its student; null where there are none. */
  readonly before: {
    readonly steps: number;
    readonly seconds: number;
    readonly parameters: number;
    readonly macs: number;
  } | null;
}

export interface ResultSource {
  /** The teacher, then the lanes; the student alone comes first among these. */
  readonly views: readonly LaneView[];
  readonly run: LoadedRun;
  readonly reference: LaneId | null;
  readonly tried: (id: LaneId) => number;
  /** Milliseconds, by phase. */
  readonly trained: Trained;
}

export function resultRows(source: ResultSource): ResultRow[] {
  const { views, run, reference } = source;
  const [teacher, ...lanes] = views;
  const [alone] = lanes;
  const other = lanes.find(({ id }) => id === reference);
  const last = commonLast(lanes);
  return [teacher, ...lanes].flatMap((view): ResultRow[] => {
    if (!view) return [];
    const isTeacher = view.id === TEACHER;
    const point = isTeacher || view.stopped !== null ? view.evaluations.at(-1) : last(view);
    const trainedHere = !isTeacher || run.teacher.source === 'train';
    const trained = isTeacher ? source.trained.teacher : source.trained.students;
    const size = isTeacher ? run.teacher.size : run.student;
    return [
      {
        id: view.id,
        name: view.name,
        method: view.method?.id ?? null,
        color: view.color,
        dash: view.dash,
        last: point ? looked(point) : null,
        seeds: point?.seeds.test.map((e) => e.accuracy) ?? [],
        best: isTeacher ? null : bestOf(view.evaluations),
        vsAlone: isTeacher ? null : difference(view, alone, point),
        vsReference: isTeacher ? null : difference(view, other, point),
        agreement: isTeacher ? null : over(point, (e) => e.agreement),
        kl: isTeacher ? null : over(point, (e) => e.kl),
        calibration: over(point, (e) => e.calibration),
        stopped: view.stopped,
        tried: isTeacher ? null : source.tried(view.id),
        steps: isTeacher ? (trainedHere ? run.teacherSteps : null) : (point?.step ?? null),
        seconds: trainedHere && trained > 0 ? trained / 1000 : null,
        parameters: size.parameters,
        macs: size.macs,
        before: isTeacher ? null : costBefore(source, view.id),
      },
    ];
  });
}

function costBefore({ run, trained }: ResultSource, id: LaneId): ResultRow['before'] {
  const networks = run.stages?.networks.filter(({ lane }) => lane === id) ?? [];
  if (networks.length === 0) return null;
  const phases = [...new Set(networks.map(({ phase }) => phase))];
  const sum = <T>(of: readonly T[], value: (one: T) => number) =>
    of.reduce((total, one) => total + value(one), 0);
  return {
    steps: sum(networks, ({ phase }) => stepsOf(run, phase)),
    seconds: sum(phases, (phase) => trained[phase] ?? 0) / 1000,
    parameters: sum(networks, ({ size }) => size.parameters),
    macs: sum(networks, ({ size }) => size.macs),
  };
}

/** Numbers come lane by lane: the last look that all lanes that go on have had, so that the rows belong together. */
function commonLast(lanes: readonly LaneView[]): (lane: LaneView) => EvaluationPoint | undefined {
  const going = lanes.filter(({ stopped, evaluations }) => stopped === null && evaluations.length > 0);
  const common = going[0]?.evaluations.findLast((point) => going.every((lane) => sameLook(lane, point)));
  return (lane) => common && sameLook(lane, common);
}

/** What a lane measured at the same step on the same samples. */
const sameLook = (lane: LaneView, { step, whole }: EvaluationPoint): EvaluationPoint | undefined =>
  lane.evaluations.findLast((point) => point.step === step && point.whole === whole);

const looked = ({ step, test, seeds }: EvaluationPoint): Looked => ({
  step,
  samples: test.samples,
  test: summary(seeds.test.map((e) => e.accuracy)),
  validation: summary(seeds.validation.map((e) => e.accuracy)),
});

function bestOf(evaluations: readonly EvaluationPoint[]): Looked | null {
  const interim = evaluations.filter(({ whole }) => !whole);
  let best: EvaluationPoint | undefined;
  for (const point of interim.length > 0 ? interim : evaluations)
    if (!best || point.validation.accuracy > best.validation.accuracy) best = point;
  return best ? looked(best) : null;
}

function difference(
  lane: LaneView,
  other: LaneView | undefined,
  point: EvaluationPoint | undefined,
): Paired | null {
  const there = point && other && other.id !== lane.id ? sameLook(other, point) : undefined;
  if (!point || !there || there.seeds.test.length !== point.seeds.test.length) return null;
  const accuracies = (of: EvaluationPoint) => of.seeds.test.map((e) => e.accuracy);
  return paired(accuracies(point), accuracies(there));
}

/** Over seeds, where every seed has the number. */
function over(
  point: EvaluationPoint | undefined,
  value: (evaluation: Evaluation) => number | null,
): Summary | null {
  const values = point?.seeds.test.map(value) ?? [];
  const known = values.filter((one) => one !== null);
  return known.length > 0 && known.length === values.length ? summary(known) : null;
}

export type Column =
  | ('last' | 'vsAlone' | 'vsReference' | 'bestStep' | 'best' | 'agreement' | 'kl' | 'calibration')
  | ('tried' | 'steps' | 'seconds' | 'parameters' | 'macs');

const VALUES: Readonly<Record<Column, (row: ResultRow) => number | null | undefined>> = {
  last: (row) => row.last?.test.mean,
  vsAlone: (row) => row.vsAlone?.mean,
  vsReference: (row) => row.vsReference?.mean,
  bestStep: (row) => row.best?.step,
  best: (row) => row.best?.test.mean,
  agreement: (row) => row.agreement?.mean,
  kl: (row) => row.kl?.mean,
  calibration: (row) => row.calibration?.mean,
  tried: (row) => row.tried,
  steps: (row) => row.steps,
  seconds: (row) => row.seconds,
  parameters: (row) => row.parameters,
  macs: (row) => row.macs,
};

export interface Sorting {
  readonly column: Column;
  readonly direction: 'ascending' | 'descending';
}

/** Rows by a column. Equals keep their order; rows without the number come last either way. */
export function sortedRows(rows: readonly ResultRow[], sorting: Sorting | null): ResultRow[] {
  if (!sorting) return [...rows];
  const value = VALUES[sorting.column];
  const sign = sorting.direction === 'ascending' ? 1 : -1;
  return rows.toSorted((a, b) => {
    const [x, y] = [value(a) ?? Number.NaN, value(b) ?? Number.NaN];
    if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y));
    return sign * (x - y);
  });
}
