// What goes between the page and the worker that computes studies: one cell at a time.
import type { EngineInfo } from './protocol.ts';
import type { EngineChoice, Setup } from './setup.ts';
import type { StudyCell } from './study-record.ts';

export type StudyCommand =
  | { readonly type: 'boot'; readonly engine: EngineChoice; readonly base: string }
  /** Where `test` is false the test split is not looked at. */
  | { readonly type: 'cell'; readonly key: string; readonly setup: Setup; readonly test: boolean }
  | { readonly type: 'pause' }
  | { readonly type: 'go on' };

export type StudyEvent =
  | { readonly type: 'ready'; readonly engine: EngineInfo['engine']; readonly adapter: string }
  | { readonly type: 'progress'; readonly phase: string; readonly step: number; readonly of: number }
  | { readonly type: 'cell'; readonly key: string; readonly found: CellFound }
  | { readonly type: 'failed'; readonly reason: string };

/** What comes of a cell. The page takes the time: there is no clock in the engine. */
export type CellFound = Pick<StudyCell, 'stopped' | 'seeds' | 'teacher'> & {
  readonly cost: Omit<StudyCell['cost'], 'seconds'>;
};
