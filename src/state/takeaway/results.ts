// What was measured, as tables and as JSON with all that is needed to say where it comes from.
import { unparse } from 'papaparse';
import type { EngineInfo, Evaluation, LoadedRun } from '../../contract/protocol.ts';
import type { LaneView } from '../lane-view.ts';
import type { Move } from '../live.ts';
import { RESULTS } from '../setup-file.ts';

export interface Origin {
  /** ISO 8601. */
  readonly date: string;
  readonly link: string;
  readonly versions: Readonly<Record<string, string | null>>;
  readonly engine: EngineInfo;
  readonly run: LoadedRun;
  readonly moves: readonly Move[];
  /** SHA-256 of all state, with its step; or why there is none: only a run that stands has one. */
  readonly fingerprint: { readonly step: number; readonly hash: string } | null;
  readonly fingerprintReason?: string;
}

const NUMBERS = ['samples', 'accuracy', 'loss', 'agreement', 'kl', 'calibration'] as const;

/** A row for each lane, seed, evaluation and set. Texts that a spreadsheet would take for a formula are quoted. */
export function evaluationsCsv(views: readonly LaneView[], seeds: readonly number[]): string {
  const rows = views.flatMap((view) =>
    view.evaluations.flatMap(({ step, whole, seeds: each }) =>
      (['validation', 'test'] as const).flatMap((set) =>
        each[set].map((evaluation, i) => [
          ...[view.name, view.method?.id ?? 'teacher', seeds[i] ?? '', step, set, whole],
          ...NUMBERS.map((name) => evaluation[name] ?? ''),
        ]),
      ),
    ),
  );
  const fields = ['lane', 'method', 'seed', 'step', 'set', 'whole', ...NUMBERS];
  return `${unparse({ fields, data: rows }, { escapeFormulae: true })}\r\n`;
}

/** A row for each lane, series and step: mean over seeds and, with several, the standard deviation. */
export function seriesCsv(views: readonly LaneView[]): string {
  const rows = views.flatMap(({ name, series }) =>
    Object.entries(series).flatMap(([quantity, { steps, values, spread }]) =>
      steps.map((step, i) => [name, quantity, step, values[i] ?? '', spread?.[i] ?? '']),
    ),
  );
  const fields = ['lane', 'quantity', 'step', 'mean', 'deviation'];
  return `${unparse({ fields, data: rows }, { escapeFormulae: true })}\r\n`;
}

export function resultsJson(views: readonly LaneView[], origin: Origin): string {
  const { run, engine, ...rest } = origin;
  const { setup, counts, totalSteps, teacherSteps, teacher, student } = run;
  const json = {
    format: RESULTS,
    version: 1,
    ...rest,
    edited: origin.moves.length > 0,
    engine,
    seeds: seedsOf(run),
    counts,
    steps: { students: totalSteps, teacher: teacherSteps },
    teacher: { source: teacher.source, file: teacher.file ?? null },
    sizes: { teacher: teacher.size, student },
    setup,
    lanes: views.map(({ id, name, method, stopped, evaluations, series }) => ({
      ...{ id, name, method: method?.id ?? null, stopped },
      evaluations: evaluations.map(({ step, whole, seeds }) => ({
        ...{ step, whole },
        validation: seeds.validation.map(plain),
        test: seeds.test.map(plain),
      })),
      series,
    })),
  };
  return `${JSON.stringify(json, null, 1)}\n`;
}

export const seedsOf = ({ setup }: LoadedRun): number[] =>
  Array.from({ length: setup.seeds }, (_, i) => setup.seed + i);

const plain = ({ confusion, ...numbers }: Evaluation) => ({ ...numbers, confusion: [...confusion] });
