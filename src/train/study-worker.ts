// The worker that computes the cells of a study beside the page's own run: an engine of its own, one cell at a time.
import type { StudyCommand, StudyEvent } from '../contract/study-run.ts';
import { fetchReader } from '../data/fetch-reader.ts';
import { bootEngine } from '../gpu/engine.ts';
import { breathe } from './breathe.ts';
import { CellRunner } from './cell.ts';

/** Steps between two looks at what the page has sent meanwhile, and between two words on where it is. */
const LISTEN_EVERY = 8;

let runner: CellRunner | null = null;
let goOn: (() => void) | null = null;
let held: Promise<void> | null = null;

const post = (event: StudyEvent) => self.postMessage(event);
const failed = (error: unknown) =>
  post({ type: 'failed', reason: error instanceof Error ? error.message : String(error) });

async function boot({ engine: choice, base }: Extract<StudyCommand, { type: 'boot' }>): Promise<void> {
  const { engine, adapter } = await bootEngine(choice);
  runner = new CellRunner({
    data: fetchReader(new URL('data/', base).href),
    teachers: fetchReader(new URL('teachers/', base).href),
  });
  post({ type: 'ready', engine, adapter });
}

async function compute({ key, setup, test }: Extract<StudyCommand, { type: 'cell' }>): Promise<void> {
  if (!runner) throw new Error('The engine is not running.');
  let steps = 0;
  const found = await runner.run(
    { setup, test },
    {
      async progress({ phase, step, of }) {
        if (++steps % LISTEN_EVERY !== 0 && step < of) return true;
        post({ type: 'progress', phase, step, of });
        await breathe();
        await held;
        return true;
      },
    },
  );
  if (!found) throw new Error(`${key} was given up.`);
  post({ type: 'cell', key, found });
}

self.onmessage = ({ data }: MessageEvent<StudyCommand>) => {
  if (data.type === 'boot') void boot(data).catch(failed);
  else if (data.type === 'cell') void compute(data).catch(failed);
  else if (data.type === 'pause') {
    held ??= new Promise((resolve) => {
      goOn = resolve;
    });
  } else {
    goOn?.();
    held = null;
  }
};
