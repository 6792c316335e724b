// What the benchmark asks of an engine: to take steps of a workload, and to say the loss.
import type { Workload } from './workload.ts';

export interface Trainer {
  /** Makes it the one whose operations run; several trainers share a page and a TensorFlow.js. */
  enter(): void | Promise<void>;
  /** Issues steps without waiting for the device. */
  steps(count: number): void;
  /** Waits for all steps issued so far; the mean loss over the lanes in the last of them. */
  loss(): Promise<number>;
  dispose(): void;
}

/** Where things lie and what there is, for engines that need to know. */
export interface Place {
  /** Where the WASM binaries of TensorFlow.js lie; the bundler's own addresses by default. */
  readonly wasmPaths?: Record<string, string> | string;
}

/** Starts an engine on a workload; throws a sentence where it cannot. */
export type Start = (workload: Workload, place: Place) => Promise<Trainer>;
