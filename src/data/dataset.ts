// What a data set is: its card, and a way to load its samples. One value a file in `sets/`, found by glob.
import type { AnchorSpec, DatasetCard } from '../contract/cards.ts';
import type { Truth } from '../detect/matching.ts';

/**
 * The seed of everything that belongs to the data and not to a run: splits, toy points, noise, flipped labels.
 * It is constant where a set-up does not ask for another draw, so that validation and test are the same samples in every
 * run, numbers of different runs compare, and a pretrained teacher has provably never seen them. What a student is given of the training part varies by run seed.
 */
export const DATA_SEED = 0;

/** Samples with labels. x is [n, …shape] in float32, row-major; y is [n], a class each. */
export interface Part {
  readonly x: Float32Array;
  readonly y: Int32Array;
  /** Of scenes: the objects in each; its class is that of the largest. */
  readonly truths?: readonly (readonly Truth[])[];
}

/** Parts that share no sample. Only `train` labels may be noisy. */
export interface Samples {
  readonly shape: readonly number[];
  readonly classes: readonly string[];
  /** Where samples are scenes: the boxes that detectors start from. */
  readonly anchors?: AnchorSpec;
  readonly train: Part;
  readonly validation: Part;
  readonly test: Part;
  /** Where the pool is from elsewhere: what it is drawn from, in place of `train`. Nobody learns from its labels. */
  readonly pool?: Part;
  /** Samples of further classes, counted from 0 by themselves, which nobody learns: for episodes. */
  readonly novel?: Part;
}

/** Reads one file of `public/data` by its name. In the browser by fetch, on the command line from disk. */
export type Read = (file: string) => Promise<Uint8Array>;

export interface LoadContext {
  readonly seed: number;
  /** Every knob of the card has a value, within its range. */
  readonly knobs: Readonly<Record<string, number>>;
  readonly read: Read;
}

export interface Dataset extends DatasetCard {
  load(context: LoadContext): Promise<Samples>;
}

export function defineDataset(dataset: Dataset): Dataset {
  return dataset;
}

/** The part of a definition that crosses the thread boundary. */
export function cardOf({ load: _, ...card }: Dataset): DatasetCard {
  return card;
}

/**
 * The value of every knob of a data set: what was chosen, the default elsewhere.
 * @throws when a chosen knob does not exist or is out of its range.
 */
export function knobNumbers(
  card: DatasetCard,
  chosen: Readonly<Record<string, number>>,
): Record<string, number> {
  for (const [name, value] of Object.entries(chosen)) {
    const knob = Object.hasOwn(card.knobs, name) ? card.knobs[name] : undefined;
    if (!knob)
      throw new Error(
        `${card.id}: there is no knob "${name}"; there are ${Object.keys(card.knobs).join(', ')}.`,
      );
    if (!(value >= knob.min && value <= knob.max)) {
      throw new Error(`${card.id}: ${name} is ${value}, it goes from ${knob.min} to ${knob.max}.`);
    }
  }
  return Object.fromEntries(
    Object.entries(card.knobs).map(([name, knob]) => [name, chosen[name] ?? knob.default]),
  );
}

/** One knob's value. @throws when the context lacks it, which is a mistake in the data set's definition. */
export function knob(context: LoadContext, name: string): number {
  const value = context.knobs[name];
  if (value === undefined) throw new Error(`The data set reads the knob "${name}" and does not declare it.`);
  return value;
}
