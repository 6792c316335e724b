// The outcome of a study: method × seed on one set-up, as data and as a Markdown table.
import type { Evaluation } from '../contract/protocol.ts';
import type { Setup } from '../contract/setup.ts';
import { paired } from './statistics.ts';
import { summary } from './summary.ts';
import { differenceAndInterval, meanAndSpread, percent, seedsInWords } from './text.ts';

export interface LaneResult {
  readonly method: string;
  readonly knobs: Setup['lanes'][number]['knobs'];
  /** Why it stopped before its end, or null. */
  readonly stopped: string | null;
  /** One evaluation a seed, at the last step. */
  readonly last: readonly Evaluation[];
}

export interface StudyResult {
  readonly title: string;
  readonly setup: Setup;
  readonly split: 'validation' | 'test';
  readonly engine: string;
  readonly adapter: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly revision: string;
  readonly date: string;
  readonly steps: number;
  readonly seconds: number;
  readonly teacher: Evaluation;
  readonly lanes: readonly LaneResult[];
}

const accuracies = (lane: LaneResult): number[] => lane.last.map((e) => e.accuracy);
function difference(lane: LaneResult, other: LaneResult | undefined): string {
  if (!other || other === lane || other.last.length !== lane.last.length) return '–'; // one of them stopped
  return differenceAndInterval(paired(accuracies(lane), accuracies(other)));
}

/** A table: mean ± std over seeds, differences to *alone* and to KD paired by seed with a 95 % t interval. */
export function markdown(result: StudyResult): string {
  const { lanes, setup, split, teacher } = result;
  const alone = lanes.find((l) => l.method === 'alone');
  const kd = lanes.find((l) => l.method === 'kd');
  const mean = (lane: LaneResult, of: (e: Evaluation) => number | null) => {
    const values = lane.last.map(of).filter((v) => v !== null);
    return values.length ? summary(values).mean : null;
  };
  const rows = lanes.map((lane) => [
    lane.method + (lane.stopped ? ' (stopped)' : ''),
    lane.last.length ? meanAndSpread(summary(accuracies(lane))) : '–',
    lane.last.length ? difference(lane, alone) : '–',
    lane.last.length ? difference(lane, kd) : '–',
    show(
      mean(lane, (e) => e.agreement),
      (x) => percent(x, 1),
    ),
    show(
      mean(lane, (e) => e.kl),
      (x) => x.toFixed(3),
    ),
    show(
      mean(lane, (e) => e.calibration),
      (x) => x.toFixed(3),
    ),
  ]);
  return [
    `${result.title}: ${split} accuracy in %, ${seedsInWords(setup)}, ${result.steps} steps each; teacher ${percent(teacher.accuracy)}. ${result.engine} (${result.adapter}), ${result.date}, ${result.revision}.`,
    '',
    '| method | accuracy, mean ± std | − alone, paired 95 % | − KD, paired 95 % | agreement % | KL | ECE |',
    '|---|---|---|---|---|---|---|',
    ...rows.map((row) => `| ${row.join(' | ')} |`),
    ...lanes.filter((l) => l.stopped).map((l) => `\n${l.method} stopped: ${l.stopped}`),
  ].join('\n');
}

const show = (value: number | null, format: (x: number) => string): string =>
  value === null ? '–' : format(value);
