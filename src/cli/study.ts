// npm run study -- STUDY|PRESET|FILE [--seeds N] [--methods a,b] [--json FILE] [--shard i/n] [--resume] [--engine wasm] [--validation]
// npm run study -- merge A.json B.json … --json OUT
// npm run study -- tables
// A study: method × seed × setting. Prints Markdown, and keeps every cell that is finished where a file is named.
import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { PRESETS } from '../contract/presets.ts';
import { ENGINES, type EngineChoice, parseSetup } from '../contract/setup.ts';
import { methodsOf, parseStudy, type Study } from '../contract/study.ts';
import type { StudyRecord } from '../contract/study-record.ts';
import { narrowed } from '../study/narrowed.ts';
import type { Shard } from '../study/plan.ts';
import { presetStudy, setupStudy } from '../study/presets.ts';
import { merge, newRecord, whyApart } from '../study/record.ts';
import { markdown } from '../study/report.ts';
import { runMain } from './run-main.ts';
import { readRecord, runStudy, writeRecord } from './study-run.ts';
import { writeTables } from './study-tables.ts';

const STUDIES = 'src/study/studies';
const USAGE =
  'npm run study -- STUDY|PRESET|FILE [--seeds N] [--seed N] [--methods a,b] [--json FILE] [--shard i/n] [--resume] [--engine wasm|webgpu|cpu] [--validation]';

/** What is wrong with what was asked for. */
class Refused extends Error {}

async function main(args: string[]): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        seeds: { type: 'string' },
        seed: { type: 'string' },
        methods: { type: 'string' },
        engine: { type: 'string' },
        json: { type: 'string' },
        shard: { type: 'string' },
        validation: { type: 'boolean' },
        resume: { type: 'boolean' },
      },
    });
    if (positionals[0] === 'tables') {
      writeTables();
      return 0;
    }
    const record =
      positionals[0] === 'merge'
        ? merge(positionals.slice(1).map(recordIn))
        : await compute(positionals[0], values);
    if (positionals[0] === 'merge' && values.json) writeRecord(values.json, record);
    console.log(markdown(record));
    return 0;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    console.error(error.message);
    return 2;
  }
}

interface Options {
  readonly seeds?: string;
  readonly seed?: string;
  readonly methods?: string;
  readonly engine?: string;
  readonly json?: string;
  readonly shard?: string;
  readonly validation?: boolean;
  readonly resume?: boolean;
}

function compute(source: string | undefined, options: Options): Promise<StudyRecord> {
  const study = chosen(studyOf(source), options);
  const engine = (options.engine ?? 'auto') as EngineChoice;
  if (!ENGINES.includes(engine))
    throw new Refused(`--engine is one of ${ENGINES.join(', ')}, got ${engine}.`);
  return runStudy({
    record: begun(newRecord(study, options.validation ? 'validation' : 'test'), options),
    shard: shardOf(options.shard),
    engine,
    file: options.json ?? null,
  });
}

/** A study, a preset or a set-up by its name or its file. */
function studyOf(source: string | undefined): Study {
  const presets = PRESETS.map(({ id }) => id).join(', ');
  if (!source) throw new Refused(`Which study? ${USAGE}. Presets: ${presets}.`);
  const file = existsSync(source) ? source : `${STUDIES}/${source}.json`;
  if (existsSync(file)) return parsed(file);
  const study = presetStudy(source);
  if (!study)
    throw new Refused(`${source} is neither a study in ${STUDIES}, nor a preset (${presets}), nor a file.`);
  return study;
}

function parsed(file: string): Study {
  const json = jsonIn(file);
  if (typeof json === 'object' && json !== null && 'lanes' in json) {
    const setup = parseSetup(json);
    if (!setup.ok) throw new Refused(setup.problems.join('\n'));
    const id = (file.split('/').at(-1) ?? '')
      .toLowerCase()
      .replace(/\.json$/, '')
      .replace(/[^a-z0-9]+/g, '-');
    return setupStudy(id.replace(/^[^a-z]+/, '').slice(0, 32) || 'set-up', setup.value);
  }
  const study = parseStudy(json);
  if (!study.ok) throw new Refused(study.problems.map((problem) => `${file}: ${problem}`).join('\n'));
  return study.value;
}

/** The study with other seeds or fewer methods, as asked for. */
function chosen(study: Study, { seeds, seed, methods }: Options): Study {
  const known = methodsOf(study).map(({ name }) => name);
  const wanted = methods?.split(',');
  const unknown = wanted?.find((name) => !known.includes(name));
  if (unknown) throw new Refused(`--methods: ${study.id} has no ${unknown}; it has ${known.join(', ')}.`);
  const range = { first: Number(seed ?? study.seeds.first), count: Number(seeds ?? study.seeds.count) };
  const result = narrowed(study, range, new Set(wanted ?? known));
  if (!result.ok) throw new Refused(result.problems.join('\n'));
  return result.value;
}

/** What the file has already, where the study goes on; nothing in it is lost. */
function begun(record: StudyRecord, { json, resume }: Options): StudyRecord {
  if (!json || !existsSync(json)) return record;
  if (!resume) throw new Refused(`${json} is there already: --resume goes on with it, or name another file.`);
  const before = recordIn(json);
  const why = whyApart(record, before);
  if (why) throw new Refused(`${json} is not of this study: ${why}.`);
  return { ...before, study: record.study };
}

function shardOf(text: string | undefined): Shard {
  if (text === undefined) return { part: 1, of: 1 };
  const [, part = 0, of = 0] = /^(\d{1,4})\/(\d{1,4})$/.exec(text)?.map(Number) ?? [];
  if (part < 1 || part > of) throw new Refused(`--shard is a part of the whole such as 1/2, got ${text}.`);
  return { part, of };
}

function recordIn(file: string): StudyRecord {
  const record = readRecord(jsonIn(file));
  if (typeof record === 'string') throw new Refused(`${file}: ${record}`);
  return record;
}

function jsonIn(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Refused(`${file}: ${error instanceof Error ? error.message : error}`);
  }
}

await runMain(main);
