// A saved run as the page keeps it, and why it may not be resumed here.
import { CHECKPOINT_VERSION, type Checkpoint } from '../contract/checkpoint.ts';
import type { EngineInfo } from '../contract/protocol.ts';
import type { Setup } from '../contract/setup.ts';
import type { SavedRun } from './experiment.ts';
import type { Turn } from './turns.ts';

type Computer = Pick<EngineInfo, 'engine' | 'adapter'>;

/** Copies the numbers, so that they can be given away. */
export const checkpointOf = (
  { phase, step, stopped, state }: SavedRun,
  setup: Setup,
  { engine, adapter }: Computer,
  turns: readonly Turn[],
  teacher?: string,
): Checkpoint => ({
  version: CHECKPOINT_VERSION,
  setup,
  engine,
  adapter,
  ...(teacher !== undefined && { teacher }),
  phase,
  step,
  stopped,
  turns: [...turns],
  state: Object.fromEntries(Object.entries(state).map(([name, values]) => [name, values.slice()])),
});

/** The sentence where another engine or adapter trained the run; null where it is this one. */
export function whyOther(checkpoint: Computer, here: Computer): string | null {
  if (checkpoint.engine === here.engine && checkpoint.adapter === here.adapter) return null;
  const named = ({ engine, adapter }: Computer) => `${engine} (${adapter})`;
  return `This run was trained by ${named(checkpoint)}, and here is ${named(here)}, which rounds otherwise: it cannot go on to the same bits. Its set-up is loaded; Play starts it anew.`;
}
