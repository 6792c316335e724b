// What the page can ask the engine about the run that is loaded. A question changes nothing of it. Each has one row
// here, one function in src/train/answers.ts, and is asked with `app.ask(name, …)`, which is a promise.
import type { LaneId, StepProfile } from './protocol.ts';

export interface Questions {
  /** One test sample, and what every network makes of it. */
  sample: {
    ask: { readonly index: number };
    answer: {
      readonly index: number;
      readonly values: Float32Array;
      readonly label: number;
      /** Logits of the first seed. */
      readonly logits: Readonly<Record<LaneId, readonly number[]>>;
      /** The numbers a sample that a method can draw. */
      readonly perSample: Readonly<Record<LaneId, Readonly<Record<string, number>>>>;
    };
  };
  /** How networks divide the plane. Row-major from the top left: the winning class and its probability at every pixel. */
  map: {
    ask: { readonly resolution: number };
    answer: {
      readonly resolution: number;
      readonly lanes: Readonly<
        Record<LaneId, { readonly classes: Uint8Array; readonly confidence: Float32Array }>
      >;
    };
  };
  /** SHA-256 of all state, hex. */
  hash: { ask: unknown; answer: { readonly step: number; readonly hash: string } };
  /** The kernels of the recorded step, measured; a run that plays waits meanwhile. `step`: after which it was measured. */
  profile: { ask: unknown; answer: { readonly step: number; readonly profile: StepProfile } };
}

export type Question = keyof Questions;
export type Ask<N extends Question> = Questions[N]['ask'];
export type Answer<N extends Question> = Questions[N]['answer'];

/** Questions and answers as they cross the thread boundary: `request` says which belong together. */
export type QuestionCommand = {
  [N in Question]: { readonly type: N; readonly request: number } & Ask<N>;
}[Question];
export type AnswerEvent = {
  [N in Question]: { readonly type: N; readonly request: number } & Answer<N>;
}[Question];

const NAMES: Readonly<Record<Question, true>> = { sample: true, map: true, hash: true, profile: true };

/** Whether the type of a command or an event is that of a question. */
export const isQuestion = (type: string): type is Question => Object.hasOwn(NAMES, type);
