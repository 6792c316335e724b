// The tables of README.md, made from the committed records of studies.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { StudyRecord } from '../contract/study-record.ts';
import { markdown } from '../study/report.ts';
import { readRecord } from './study-run.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
export const RESULTS = `${ROOT}src/study/results/`;
const README = `${ROOT}README.md`;
const BEGIN = '<!-- studies: made by "npm run study -- tables" -->';
const END = '<!-- end of studies -->';

/** Every committed record, in the order of their file names. @throws a sentence where one is none */
export function committed(): StudyRecord[] {
  return readdirSync(RESULTS)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => {
      const record = readRecord(JSON.parse(readFileSync(`${RESULTS}${file}`, 'utf8')));
      if (typeof record === 'string') throw new Error(`${file}: ${record}`);
      return record;
    });
}

/** One study after another: its question, what came of it, and the command that repeats it. */
export const tables = (records: readonly StudyRecord[]): string =>
  records
    .map((record) => {
      const { id, question, cite, notes, seeds } = record.study;
      const asked = [question.en, cite && `(${cite})`, notes?.en].filter(Boolean).join(' ');
      return `### ${id}\n\n${asked}\n\n${markdown(record)}\n\n\`npm run study -- ${id} --seeds ${seeds.count}\` repeats it.`;
    })
    .join('\n\n');

/** README.md as it stands, and as it should. */
export function readmes(): { readonly is: string; readonly should: string } {
  const is = readFileSync(README, 'utf8');
  const [before, rest] = is.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined)
    throw new Error(`README.md has no place for the tables, between ${BEGIN} and ${END}.`);
  return { is, should: `${before}${BEGIN}\n\n${tables(committed())}\n\n${END}${after}` };
}

export const writeTables = (): void => writeFileSync(README, readmes().should);
