// The outcome of a study in words: a Markdown table for each setting, and its verdicts.
import type { KnobValues } from '../contract/cards.ts';
import { judgedBy, type Measure, type Study } from '../contract/study.ts';
import type { StudyMachine, StudyRecord } from '../contract/study-record.ts';
import {
  type ClaimOutcome,
  type MethodRow,
  outcomeOf,
  referenceOf,
  type SettingOutcome,
  type StudyOutcome,
} from './outcome.ts';
import { differenceAndInterval, meanAndSpread, percent, seedsInWords } from './text.ts';

/** Title, what was measured how, and for each setting a table and the verdicts. */
export function markdown(record: StudyRecord): string {
  const outcome = outcomeOf(record);
  return [
    `**${record.study.title.en}** ${heading(record, outcome)}`,
    ...outcome.settings.map((setting) => section(record, setting)),
  ].join('\n\n');
}

/** One sentence or two on where the numbers come from. */
export function heading(
  { study, split, machines }: StudyRecord,
  { tried, planned, done }: StudyOutcome,
): string {
  const { first, count } = study.seeds;
  const parts = [
    `${split[0]?.toUpperCase()}${split.slice(1)} ${inEnglish('accuracy', study)} in %, ${seedsInWords({ seed: first, seeds: count })}, ${dataInWords(study)}.`,
    study.tuning &&
      `Each method had a search of ${study.tuning.trials} points on validation data, ${seedsInWords({ seed: study.tuning.first, seeds: study.tuning.count })}; ${tried} set-ups in all.`,
    study.triedBefore > 0 && `${study.triedBefore} set-ups were tried before these were fixed.`,
    done < planned && `${done} of ${planned} cells are done.`,
    machines.map(machineInWords).join('; '),
  ];
  return parts.filter(Boolean).join(' ');
}

export const dataInWords = ({ data }: Pick<Study, 'data'>): string =>
  data === 'fresh'
    ? 'each with its own draw of the data and its own teacher'
    : 'all on the same split of the data';

const machineInWords = ({ engine, adapter, date, revision }: StudyMachine): string =>
  `${engine} (${adapter}), ${date}, ${revision}`;

function section({ study }: StudyRecord, setting: SettingOutcome): string {
  const { name, teacher, rows, claims } = setting;
  const said = [name && `*${name}*`, teacher && `Teacher ${meanAndSpread(teacher)}.`].filter(Boolean);
  return [
    ...(said.length ? [said.join(': '), ''] : []),
    tableOf(study, rows),
    ...rows.filter((row) => row.stopped !== null).map((row) => `\n${row.name} stopped: ${row.stopped}`),
    ...(claims.length ? ['', ...claims.map((claim) => `- ${claimInWords(claim, study)}`)] : []),
  ].join('\n');
}

const HEAD = [
  ...['method', 'last, mean ± std', '− alone, paired 95 %', '− KD, paired 95 %', 'best on validation (step)'],
  ...['agreement %', 'KL', 'ECE', 'steps', 's a seed', 'parameters', 'training MACs'],
];

function tableOf(study: Study, rows: readonly MethodRow[]): string {
  const kd = referenceOf(study);
  return [
    `| ${HEAD.join(' | ')} |`,
    `|${HEAD.map(() => '---|').join('')}`,
    ...rows.map((row) => `| ${cellsOf(row, kd, study.seeds.count).join(' | ')} |`),
  ].join('\n');
}

function cellsOf(row: MethodRow, reference: string | undefined, seeds: number): string[] {
  const { cost } = row;
  const some = <T>(value: T | null | undefined, format: (value: T) => string) =>
    value === null || value === undefined ? '–' : format(value);
  const short = row.n > 0 && row.n < seeds ? ` (${row.n} seeds)` : '';
  return [
    `${row.name}${knobsInWords(row.chosen)}${row.stopped === null ? '' : ' (stopped)'}`,
    some(row.last, meanAndSpread) + short,
    row.name === 'alone' ? '–' : some(row.vsAlone, differenceAndInterval),
    row.name === reference ? '–' : some(row.vsReference, differenceAndInterval),
    some(row.best, (best) => `${meanAndSpread(best)} (${Math.round(row.bestStep ?? 0)})`),
    some(row.agreement, ({ mean }) => percent(mean, 1)),
    some(row.kl, ({ mean }) => mean.toFixed(3)),
    some(row.calibration, ({ mean }) => mean.toFixed(3)),
    some(cost, ({ steps, stageSteps }) => `${steps}${stageSteps ? ` + ${stageSteps}` : ''}`),
    some(cost, ({ seconds }) => seconds.toFixed(1)),
    some(cost, ({ parameters }) => String(parameters)),
    some(cost, ({ trainingMacs }) => trainingMacs.toExponential(1)),
  ];
}

/** What a search chose, in brackets. */
export function knobsInWords(chosen: KnobValues | null): string {
  const entries = Object.entries(chosen ?? {});
  return entries.length
    ? ` (${entries.map(([path, value]) => `${path.split('.').at(-1)} ${value}`).join(', ')})`
    : '';
}

/** A claim and what the numbers say of it. */
function claimInWords({ claim, against, difference, verdict, setting }: ClaimOutcome, study: Study): string {
  const than = against || 'the others';
  const by = claim.by === 0 ? '' : ` by ${claim.by > 0 ? 'more than' : 'no less than'} ${byInWords(claim)}`;
  const numbers = difference ? `: ${inUnits(claim, difference)}, n = ${difference.n}` : '';
  const where = setting ? ` (${setting})` : '';
  return `${claim.better} better than ${than} in ${inEnglish(claim.on, study)}${by}${where}: **${verdict}**${numbers}.`;
}

const SHARES = ['accuracy', 'agreement', 'oneShot'];
function inEnglish(on: Measure, study: Study): string {
  if (on === 'accuracy' && judgedBy(study) === 'precision') return 'average precision';
  return on === 'oneShot' ? 'one-shot accuracy' : on;
}
const byInWords = ({ on, by }: ClaimOutcome['claim']): string =>
  SHARES.includes(on) ? `${percent(by)} points` : String(by);

/** Points of percent for shares, the plain number for others. */
function inUnits({ on }: ClaimOutcome['claim'], difference: NonNullable<ClaimOutcome['difference']>): string {
  return differenceAndInterval(difference, SHARES.includes(on) ? undefined : (x) => x.toFixed(3));
}
