// What comes of a study: one entry for each finished cell, and who computed it. Plain JSON.
import * as v from 'valibot';
import { type Parsed, problemOf } from './setup.ts';
import { StudySchema } from './study.ts';

const text = v.pipe(v.string(), v.maxLength(2000));
const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const finite = v.pipe(v.number(), v.finite());
const value = v.union([v.number(), v.string(), v.boolean()]);

/** What a network is worth on a split. */
const Score = v.strictObject({
  accuracy: finite,
  loss: v.nullable(finite),
  agreement: v.nullable(finite),
  kl: v.nullable(finite),
  calibration: finite,
  /** Mean accuracy over episodes of five new classes with one sample each; only of the last look, where the data have such classes. */
  oneShot: v.optional(finite),
});
export type Score = v.InferOutput<typeof Score>;

/** A look of one seed. `test` is what is reported: null in the cells of a search, which never see it. */
const Looked = v.strictObject({ step: whole, validation: Score, test: v.nullable(Score) });

const Cell = v.strictObject({
  /** What was computed; see `cellKey`. */
  key: text,
  purpose: v.picklist(['search', 'report']),
  setting: text,
  method: text,
  /** What the search put in; empty where there was none. */
  point: v.record(text, value),
  first: whole,
  count: v.pipe(whole, v.minValue(1)),
  /** Why the lane stopped before its end; then it has no seeds. */
  stopped: v.nullable(text),
  /** One a seed: at the last step, and at the look that validation data like best, the earliest of equals. */
  seeds: v.array(v.strictObject({ last: Looked, best: Looked })),
  /** Test score of the teacher, one a cell; null in the cells of a search. */
  teacher: v.nullable(Score),
  cost: v.strictObject({
    /** Steps of the student; and of those that were trained before it for this method alone. */
    steps: whole,
    stageSteps: whole,
    /** Seconds of this cell, all of its seeds; what was spent on the teacher is not in it. */
    seconds: finite,
    /** Of one student. */
    parameters: whole,
    /** Multiply-adds of one forward pass of one sample. */
    macs: whole,
    /** Multiply-adds of the training of one seed: the teacher and those between look once, who learns looks and takes two gradients. */
    trainingMacs: finite,
  }),
  /** Which of the machines. */
  by: whole,
});
export type StudyCell = v.InferOutput<typeof Cell>;
export type SeedLook = v.InferOutput<typeof Looked>;

const Machine = v.strictObject({
  engine: text,
  adapter: text,
  versions: v.record(text, text),
  /** Revision of the program; `dirty` where files differ from it. */
  revision: text,
  date: text,
});
export type StudyMachine = v.InferOutput<typeof Machine>;

export const RECORD_FORMAT = 'stillroom-study';
const RecordSchema = v.strictObject({
  format: v.literal(RECORD_FORMAT),
  version: v.literal(1),
  study: StudySchema,
  /** What the numbers reported are measured on; `validation` while set-ups are looked for. */
  split: v.picklist(['validation', 'test']),
  machines: v.array(Machine),
  cells: v.array(Cell),
});
export type StudyRecord = v.InferOutput<typeof RecordSchema>;

/** Reads a record. Problems are sentences with the path and the value in them. */
export function parseRecord(json: unknown): Parsed<StudyRecord> {
  const result = v.safeParse(RecordSchema, json);
  if (!result.success)
    return { ok: false, problems: result.issues.map((issue) => problemOf(issue, 'results of a study')) };
  const { machines, cells } = result.output;
  const stray = cells.find(({ by }) => by >= machines.length);
  return stray
    ? {
        ok: false,
        problems: [`cells: "${stray.key}" is by machine ${stray.by}, there are ${machines.length}.`],
      }
    : { ok: true, value: result.output };
}
