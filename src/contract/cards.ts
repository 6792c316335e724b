// What the engine says about itself at start: the cards of its methods, models and data sets.
// The page renders what it is told here and never imports a method.

/** A text people read, by language. English is always there. */
export interface Words {
  readonly en: string;
  readonly zh?: string;
}

interface KnobBase {
  readonly label: Words;
  /** The paper's letter in TeX, e.g. `\beta`. The same letter stands in the formula. */
  readonly symbol?: string;
  /** One plain sentence: what turning it does. */
  readonly hint?: Words;
}

/** A number on a slider. A live one may move while training (it lives in a GPU scalar). */
export interface RangeKnob extends KnobBase {
  readonly kind: 'range';
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly default: number;
  readonly live: boolean;
  readonly scale?: 'linear' | 'log';
}

/** One of a few named forms. Structural: changing it starts the run anew. */
export interface ChoiceKnob extends KnobBase {
  readonly kind: 'choice';
  readonly options: readonly { readonly value: string; readonly label: Words }[];
  readonly default: string;
}

/** On or off. Structural. */
export interface SwitchKnob extends KnobBase {
  readonly kind: 'switch';
  readonly default: boolean;
}

export type Knob = RangeKnob | ChoiceKnob | SwitchKnob;
export type Knobs = Readonly<Record<string, Knob>>;
export type KnobValue = number | string | boolean;
export type KnobValues = Readonly<Record<string, KnobValue>>;

/** A text to begin with. */
export interface CodeExample {
  readonly id: string;
  readonly title: Words;
  readonly plain: Words;
  readonly cite: string;
  readonly code: string;
}

/** The boxes that detectors start from: some at every place of every level of their pyramid. */
export interface AnchorSpec {
  /** Width and height of the image in pixels. */
  readonly size: number;
  /** Pixels between two places of a level, one a level, the finest first. Each divides the size. */
  readonly strides: readonly number[];
  /** Sides of anchors of equal sides, in strides. */
  readonly scales: readonly number[];
  /** Height ÷ width; the area does not depend on it. */
  readonly ratios: readonly number[];
}

export interface MethodCard {
  readonly id: string;
  readonly title: Words;
  /** One or two plain sentences: the idea. */
  readonly plain: Words;
  /** Authors, year, arXiv number. */
  readonly cite: string;
  /** An experiment that shows its point, as the fragment of an address has it: `preset=digits&lanes=alone;kd`. */
  readonly experiment: string;
  /** TeX, with the knobs' letters. */
  readonly formula: string;
  readonly knobs: Knobs;
  /** Names of the terms of the loss, in drawing order. */
  readonly terms: readonly string[];
  /** Learned or scheduled quantities that have a curve, e.g. `temperature`. */
  readonly tracked: Readonly<Record<string, Words>>;
  /** Numbers a sample that can be drawn, e.g. `weight`. */
  readonly perSample: Readonly<Record<string, Words>>;
  readonly needsTeacher: boolean;
  /** Whether it can learn from samples without labels. */
  readonly usesPool: boolean;
  /** Whether it trains detectors, on scenes; absent where it trains classifiers. */
  readonly detects?: true;
  /** What differs from the paper at this scale. */
  readonly note: Words;
  /** Whether its training step is recorded once and played, or why it cannot be. */
  readonly captured: true | string;
  /** Where a lane has code of its own: what it begins with, and others to begin with. */
  readonly code?: { readonly initial: string; readonly gallery: readonly CodeExample[] };
  /** The WGSL that runs. */
  readonly shaders: readonly { readonly name: string; readonly source: string }[];
}

export interface ModelCard {
  readonly id: string;
  readonly title: Words;
  readonly plain: Words;
  /** What one entry of `widths` means: a hidden layer's units, a stage's filters. */
  readonly widthsLabel: Words;
  /** Whether it needs image-shaped samples. */
  readonly needsImage: boolean;
  /** Whether it finds objects in scenes; absent where it tells classes apart. */
  readonly detects?: true;
  readonly knobs: Knobs;
}

export interface DatasetCard {
  readonly id: string;
  readonly title: Words;
  readonly plain: Words;
  /** Who made it, under which licence; shown wherever its samples are. */
  readonly credit: string;
  /** Shape of one sample: [2] for points, [height, width, channels] for images. */
  readonly shape: readonly number[];
  readonly classes: readonly string[];
  readonly counts: { readonly train: number; readonly validation: number; readonly test: number };
  /** Training samples of the scarcest class, where that is not plain from the counts. */
  readonly scarcest?: number;
  /** Where samples are scenes with objects to find: what detectors start from. Else absent. */
  readonly anchors?: AnchorSpec;
  /** Another set with the same training, validation and test samples, whose trained teachers are this one's too. */
  readonly teachersOf?: string;
  /** Noise, label noise, number of points: structural numbers. */
  readonly knobs: Readonly<Record<string, RangeKnob>>;
}

export interface Cards {
  readonly methods: readonly MethodCard[];
  readonly models: readonly ModelCard[];
  readonly datasets: readonly DatasetCard[];
}

/** The values of all knobs: what was chosen where it was, the default elsewhere. */
export function withDefaults(knobs: Knobs, chosen: KnobValues): Record<string, KnobValue> {
  return Object.fromEntries(
    Object.entries(knobs).map(([name, knob]) => [name, chosen[name] ?? knob.default]),
  );
}
