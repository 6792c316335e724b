// The cells of a study, one after another in this process: each is kept as soon as it is finished.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { EngineChoice } from '../contract/setup.ts';
import { parseRecord, type StudyMachine, type StudyRecord } from '../contract/study-record.ts';
import type { CellFound } from '../contract/study-run.ts';
import { type CellPlan, dueCells, type Shard, setupOf } from '../study/plan.ts';
import { withCell } from '../study/record.ts';
import { CellRunner } from '../train/cell.ts';
import { bootInNode, files } from './node-engine.ts';
import { revisionNow } from './run-main.ts';

/** Milliseconds between two lines about a cell that takes long. */
const SAY_EVERY = 10_000;

export async function runStudy({
  record,
  shard,
  engine,
  file,
}: {
  readonly record: StudyRecord;
  readonly shard: Shard;
  readonly engine: EngineChoice;
  readonly file: string | null;
}): Promise<StudyRecord> {
  const machine = await machineOf(engine);
  const runner = new CellRunner(files);
  const began = performance.now();
  let present = record;
  for (let taken = 0; ; taken++) {
    const { due, waiting, all } = dueCells(present, shard);
    const [cell] = due;
    if (!cell) return present;
    const each = (performance.now() - began) / 1000 / Math.max(1, taken);
    const left = taken > 0 ? `, ${inWords(each * (due.length + waiting))} left` : '';
    console.error(`${all - due.length - waiting + 1} of ${all}${left}: ${cell.key}`);
    const { outcome, seconds } = await one(runner, present, cell);
    const cost = { ...outcome.cost, seconds: Math.round(1000 * seconds) / 1000 };
    present = withCell(present, { ...cell, ...outcome, cost }, machine);
    if (file !== null) writeRecord(file, present);
  }
}

/** A cell, and the seconds it took without those of its teacher. */
async function one(
  runner: CellRunner,
  { study, split }: StudyRecord,
  cell: CellPlan,
): Promise<{ readonly outcome: CellFound; readonly seconds: number }> {
  const began = performance.now();
  let said = began;
  let teacher = 0;
  const outcome = await runner.run(
    { setup: setupOf(study, cell), test: cell.purpose === 'report' && split === 'test' },
    {
      progress({ phase, step, of }) {
        const now = performance.now();
        if (phase === 'teacher') teacher = now - began;
        if (now - said > SAY_EVERY) {
          said = now;
          console.error(`  ${phase}: step ${step} of ${of}`);
        }
        return true;
      },
    },
  );
  if (!outcome) throw new Error(`${cell.key} was given up.`);
  return { outcome, seconds: (performance.now() - began - teacher) / 1000 };
}

async function machineOf(choice: EngineChoice): Promise<StudyMachine> {
  const { engine, adapter } = await bootInNode(choice);
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    dependencies: Record<string, string>;
  };
  return {
    engine,
    adapter,
    versions: { node: process.version, tfjs: dependencies['@tensorflow/tfjs-core'] ?? '' },
    revision: revisionNow(),
    date: new Date().toISOString().slice(0, 10),
  };
}

/** A record from JSON, or a sentence that says why it is none. */
export function readRecord(json: unknown): StudyRecord | string {
  const result = parseRecord(json);
  return result.ok ? result.value : result.problems.slice(0, 5).join(' ');
}

/** One cell a line, so that what was added shows; never half a file. */
export function writeRecord(file: string, { cells, ...rest }: StudyRecord): void {
  const head = JSON.stringify({ ...rest, cells: [] }, null, 1);
  const lines = cells.map((cell) => `  ${JSON.stringify(cell)}`).join(',\n');
  const text = lines ? `${head.slice(0, head.lastIndexOf('[]'))}[\n${lines}\n ]\n}` : head;
  writeFileSync(`${file}.part`, `${text}\n`);
  renameSync(`${file}.part`, file);
}

function inWords(seconds: number): string {
  return seconds < 90 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}
