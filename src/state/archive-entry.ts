// A run in the archive: a small entry for the list, and what was measured, packed so that writing it takes no time.
import * as v from 'valibot';
import type { KnobValue } from '../contract/cards.ts';
import { type Phase, PhaseSchema } from '../contract/phases.ts';
import { type EngineInfo, type LaneId, type LoadedRun, TEACHER } from '../contract/protocol.ts';
import { parseSetup } from '../contract/setup.ts';
import { meanEvaluation } from './evaluation.ts';
import type { EvaluationPoint, Series } from './lane-view.ts';
import type { LaneRecord, RunState } from './run.ts';

export const ENTRY_VERSION = 1;

/** One lane as the list shows it. */
export interface ArchivedLane {
  readonly id: LaneId;
  readonly name: string;
  readonly method: string;
  /** Which of the page's colours it has. */
  readonly color: number;
  /** Test accuracy of the last evaluation, mean over seeds; null before there is one. */
  readonly accuracy: number | null;
  readonly whole: boolean;
}

/** A live knob that was moved, and after which step. */
export interface ArchivedMove {
  readonly lane: LaneId;
  readonly knob: string;
  readonly value: KnobValue;
  readonly step: number;
}

export interface ArchiveEntry {
  readonly id: string;
  readonly version: typeof ENTRY_VERSION;
  /** What the visitor calls it; null: as its experiment. */
  readonly name: string | null;
  readonly preset: string;
  readonly lanes: readonly ArchivedLane[];
  readonly moves: readonly ArchivedMove[];
  readonly info: EngineInfo;
  readonly app: { readonly version: string; readonly revision: string | null };
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly updated: number;
  readonly finished: number | null;
  readonly phase: Phase;
  readonly step: number;
  readonly totalSteps: number;
  /** Bytes it takes, about. */
  readonly bytes: number;
  /** Where it can go on; null when it cannot. */
  readonly checkpoint: { readonly phase: Phase; readonly step: number } | null;
}

/** Everything that was measured, with the set-up, counts and sizes. */
export interface ArchivedRun {
  readonly entry: ArchiveEntry;
  readonly run: LoadedRun;
  readonly lanes: RunState['lanes'];
}

type PackedSeries = { steps: Float64Array; values: Float64Array; spread?: Float64Array };
interface PackedLane {
  readonly series: Readonly<Record<string, PackedSeries>>;
  readonly evaluations: readonly Pick<EvaluationPoint, 'step' | 'whole' | 'seeds'>[];
  readonly stopped: LaneRecord['stopped'];
  readonly faults?: NonNullable<LaneRecord['faults']>;
}
/** As it lies in the database. */
export interface PackedRun {
  readonly id: string;
  readonly run: LoadedRun;
  readonly lanes: Readonly<Record<LaneId, PackedLane>>;
}

const packed = ({ steps, values, spread }: Series): PackedSeries => ({
  steps: Float64Array.from(steps),
  values: Float64Array.from(values),
  ...(spread && { spread: Float64Array.from(spread) }),
});
const unpacked = ({ steps, values, spread }: PackedSeries): Series => ({
  steps: [...steps],
  values: [...values],
  ...(spread && { spread: [...spread] }),
});
const each = <A, B>(record: Readonly<Record<string, A>>, of: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, of(value)]));

export const pack = (id: string, run: LoadedRun, lanes: RunState['lanes']): PackedRun => ({
  id,
  run,
  lanes: each(lanes, ({ series, evaluations, stopped, faults }) => ({
    series: each(series, packed),
    evaluations: evaluations.map(({ step, whole, seeds }) => ({ step, whole, seeds })),
    stopped,
    ...(faults && { faults }),
  })),
});

export const unpack = ({ lanes }: PackedRun): RunState['lanes'] =>
  each(lanes, ({ series, evaluations, stopped, faults }) => ({
    series: each(series, unpacked),
    evaluations: evaluations.flatMap(({ step, whole, seeds }) => {
      const validation = meanEvaluation(seeds.validation);
      const test = meanEvaluation(seeds.test);
      return validation && test ? [{ step, whole, seeds, validation, test }] : [];
    }),
    stopped,
    ...(faults && { faults }),
  }));

/** Bytes of the numbers, about. */
export const packedBytes = ({ lanes }: PackedRun): number =>
  Object.values(lanes).reduce(
    (sum, { series, evaluations }) =>
      sum +
      Object.values(series).reduce((all, s) => all + (s.spread ? 3 : 2) * s.steps.byteLength, 0) +
      evaluations.reduce(
        (all, { seeds }) => all + 2 * seeds.test.length * 8 * (10 + (seeds.test[0]?.confusion.length ?? 0)),
        0,
      ),
    2000,
  );

/** The last evaluation of a lane, of all samples where there is one. */
export function lastAccuracy(lane: LaneRecord | undefined): Pick<ArchivedLane, 'accuracy' | 'whole'> {
  const last = lane?.evaluations.at(-1);
  return { accuracy: last?.test.accuracy ?? null, whole: last?.whole ?? false };
}

const finite = v.pipe(v.number(), v.finite());
const count = v.pipe(finite, v.integer(), v.minValue(0));
const text = v.pipe(v.string(), v.maxLength(2000));
const phase = PhaseSchema;
const Lane = v.object({
  id: text,
  name: text,
  method: text,
  color: v.pipe(count, v.maxValue(7)),
  accuracy: v.nullable(finite),
  whole: v.boolean(),
});
const Entry = v.object({
  id: text,
  version: v.literal(ENTRY_VERSION),
  name: v.nullable(text),
  preset: text,
  lanes: v.pipe(v.array(Lane), v.minLength(1), v.maxLength(9)),
  moves: v.array(
    v.object({ lane: text, knob: text, value: v.union([finite, text, v.boolean()]), step: count }),
  ),
  info: v.object({
    engine: v.picklist(['webgpu', 'webgl', 'wasm', 'cpu']),
    adapter: text,
    software: v.boolean(),
    why: v.exactOptional(text),
  }),
  app: v.object({ version: text, revision: v.nullable(text) }),
  created: finite,
  updated: finite,
  finished: v.nullable(finite),
  phase,
  step: count,
  totalSteps: count,
  bytes: finite,
  checkpoint: v.nullable(v.object({ phase, step: count })),
});

/** An entry as the database gives it; null where this page cannot read it. */
export function readEntry(value: unknown): ArchiveEntry | null {
  const parsed = v.safeParse(Entry, value);
  return parsed.success ? parsed.output : null;
}

const numbers = v.instance(Float64Array);
const Packed = v.looseObject({
  run: v.looseObject({ setup: v.unknown(), totalSteps: count }),
  lanes: v.record(
    v.string(),
    v.looseObject({
      series: v.record(
        v.string(),
        v.object({ steps: numbers, values: numbers, spread: v.optional(numbers) }),
      ),
      evaluations: v.array(
        v.looseObject({
          step: finite,
          seeds: v.object({ validation: v.array(v.any()), test: v.array(v.any()) }),
        }),
      ),
    }),
  ),
});

/** Whether what the database gives can be drawn and its set-up opened. */
export function isPacked(value: unknown): value is PackedRun {
  const parsed = v.safeParse(Packed, value);
  if (!parsed.success || !parseSetup(parsed.output.run.setup).ok) return false;
  return Object.values(parsed.output.lanes).every((lane) =>
    Object.values(lane.series).every(({ steps, values }) => steps.length === values.length),
  );
}

/** The students of an entry: what a run is judged by. */
export const studentsOf = ({ lanes }: ArchiveEntry): readonly ArchivedLane[] =>
  lanes.filter(({ id }) => id !== TEACHER);
