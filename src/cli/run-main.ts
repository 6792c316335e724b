// How the programs of the command line begin and end, and what they say of where they come from.
import { execFileSync, type StdioOptions } from 'node:child_process';

/** Runs a program and leaves with its exit code: the GPU would keep the process alive. */
export async function runMain(main: (args: string[]) => Promise<number>): Promise<never> {
  try {
    process.exit(await main(process.argv.slice(2)));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}

/** The revision the figures come from; `dirty` where files differ from it. A packed program was told its own. */
export function revisionNow(): string {
  if (process.env.STILLROOM_REVISION) return process.env.STILLROOM_REVISION;
  try {
    const stdio: StdioOptions = ['ignore', 'pipe', 'ignore'];
    return execFileSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8', stdio }).trim();
  } catch {
    return 'unknown';
  }
}
