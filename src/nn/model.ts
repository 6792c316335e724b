// What a model is: a value with a card, and a function that builds the network of given widths.
import type * as tf from '@tensorflow/tfjs-core';
import type { AnchorSpec, KnobValue, ModelCard } from '../contract/cards.ts';
import type { NetSize } from '../contract/protocol.ts';
import type { Layer } from './layers.ts';
import type { Parameter, TapShapes, Trace } from './parameters.ts';
import type { Chance } from './philox.ts';

export interface Plan {
  /** Units of each hidden layer, or filters of each stage. */
  readonly widths: readonly number[];
  /** Every knob of the card, checked, with its default where none was chosen. */
  readonly knobs: Readonly<Record<string, KnobValue>>;
  /** Shape of one sample. */
  readonly shape: readonly number[];
  readonly classes: number;
  /** Where samples are scenes: the boxes that detectors start from. */
  readonly anchors?: AnchorSpec | undefined;
}

/** What a model builds: its weights, its layers for the table of sizes, and the forward pass. */
export interface Blueprint {
  readonly parameters: readonly Parameter[];
  /** `shape` is that of what comes out for one sample. */
  readonly layers: NetSize['layers'];
  /** The layers themselves, each with the shape of what goes into it for one sample. */
  readonly stages: readonly { readonly layer: Layer; readonly input: readonly number[] }[];
  /** Shape of the logits for one sample; absent where it is [classes]. */
  readonly says?: readonly number[];
  /** What `apply` taps, by name in order, with the shape for one sample. */
  readonly taps: TapShapes;
  /**
   * `params` are [seeds, ...shape], `x` is [seeds, batch, ...sample shape]. While the network itself is trained there is
   * chance, and with it dropout; without it every unit counts.
   */
  apply(params: Readonly<Record<string, tf.Tensor>>, x: tf.Tensor, chance?: Chance): Trace;
}

export interface Model extends ModelCard {
  /** Throws a sentence where the widths don't fit the samples. */
  build(plan: Plan): Blueprint;
}

export function defineModel(model: Model): Model {
  return model;
}
