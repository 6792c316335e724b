// What crosses the thread boundary: commands to the engine, events from it. Plain data only.
import type { AnchorSpec, Cards, KnobValue } from './cards.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { OwnData } from './own-data.ts';
import type { Phase, StagesInfo } from './phases.ts';
import type { AnswerEvent, QuestionCommand } from './questions.ts';
import type { EngineChoice, Setup } from './setup.ts';

/** Which engine runs, and why. */
export interface EngineInfo {
  readonly engine: Exclude<EngineChoice, 'auto'>;
  /** Vendor, architecture and description of the adapter, or the name of the fallback. */
  readonly adapter: string;
  /** Whether the WebGPU adapter computes on the processor (SwiftShader, llvmpipe, WARP). */
  readonly software: boolean;
  /** Why it is not WebGPU although the visitor did not ask for another; absent when all is well. */
  readonly why?: string;
}

/** `teacher` or `lane-0`, `lane-1`, … */
export type LaneId = string;
export const TEACHER: LaneId = 'teacher';
export const laneId = (index: number): LaneId => `lane-${index}`;

export interface NetSize {
  readonly parameters: number;
  /** Multiply-adds of one forward pass of one sample. */
  readonly macs: number;
  /** Bytes of the parameters in float32. */
  readonly bytes: number;
  readonly layers: readonly {
    readonly name: string;
    readonly shape: readonly number[];
    readonly parameters: number;
    readonly macs: number;
  }[];
}

export interface CalibrationBin {
  readonly count: number;
  readonly confidence: number;
  readonly accuracy: number;
}

/** How good a detector is: average precision as in COCO; null where there is no such object. */
export interface Precision {
  /** Over the overlaps 0.50, 0.55, … 0.95, and at two of them. */
  readonly ap: number | null;
  readonly ap50: number | null;
  readonly ap75: number | null;
  /** Over all overlaps, of objects of one size. */
  readonly small: number | null;
  readonly medium: number | null;
  readonly large: number | null;
  /** Over all overlaps, of each class. */
  readonly byClass: readonly (number | null)[];
  /** Precision at the recalls 0, 0.1, … 1, at an overlap of 0.50, the mean over classes. */
  readonly curve: readonly number[];
}

export interface Evaluation {
  readonly samples: number;
  /** The share that is right; of a detector its average precision, 0 where there is no object. */
  readonly accuracy: number;
  /** Mean cross-entropy, in nats; of a detector the focal loss an object. */
  readonly loss: number;
  /** Share of samples on which the argmax equals the teacher's; null without a teacher. */
  readonly agreement: number | null;
  /** Mean KL(teacher ‖ student) at T = 1, in nats. */
  readonly kl: number | null;
  /** Expected calibration error, 15 bins of equal width. */
  readonly calibration: number;
  /** The 15 bins of the calibration error, from confidence 0 to 1: samples, and their mean confidence and accuracy (0 in an empty one). */
  readonly bins: readonly CalibrationBin[];
  /** Row-major [classes, classes]: rows the truth, columns the prediction. */
  readonly confusion: readonly number[];
  /** Of a detector. */
  readonly precision?: Precision;
}

export interface LoadedRun {
  readonly setup: Setup;
  readonly shape: readonly number[];
  readonly classes: readonly string[];
  /** Where samples are scenes: the boxes that detectors start from. */
  readonly anchors?: AnchorSpec;
  readonly counts: {
    readonly labeled: number;
    readonly pool: number;
    readonly validation: number;
    readonly test: number;
    readonly teacher: number;
  };
  readonly totalSteps: number;
  readonly teacherSteps: number;
  readonly teacher: {
    readonly size: NetSize;
    /** `imported`: with weights of a file of the visitor's, whatever the set-up says. */
    readonly source: 'pretrained' | 'train' | 'imported';
    /** The name of that file. */
    readonly file?: string;
    /** How it was trained beforehand; absent where it trains here. */
    readonly trained?: { readonly seed: number; readonly steps: number; readonly testAccuracy: number };
  };
  readonly student: NetSize;
  /** What trains between the teacher and the students; absent where nothing does. */
  readonly stages?: StagesInfo;
  /** Classes of the data set that nobody learns, for episodes; absent where there are none. */
  readonly novel?: number;
  /** For 2-D data: the labeled training points of the first seed, [n, 2] and [n], to draw under the maps. */
  readonly points?: { readonly xy: Float32Array; readonly labels: Int32Array };
  /** For 2-D data: where the maps are drawn, [left, bottom, right, top]. */
  readonly bounds?: readonly [number, number, number, number];
}

/** What a recorded step of all lanes costs, in milliseconds. */
export interface StepProfile {
  /** What timed the kernels: the GPU's own clock, or that of the machine, around whole submits. */
  readonly clock: 'timestamps' | 'wall';
  /** The dearest first; `ms` is that of all its dispatches in a step, each measured alone. */
  readonly kernels: readonly { readonly name: string; readonly dispatches: number; readonly ms: number }[];
  /** How many dispatches come one after another at least, since each needs the one before. */
  readonly depth: number;
  /** The whole step as a run takes it. */
  readonly stepMs: number;
  /** What of it is spent in JavaScript. */
  readonly hostMs: number;
  readonly stepsPerSubmit: number;
}

export type Transport = 'empty' | 'loading' | 'ready' | 'playing' | 'paused' | 'finished' | 'lost';

export type Command =
  | { readonly type: 'boot'; readonly engine: EngineChoice; readonly base: string }
  /** The visitor's own data: they are there for `load` from now on, and the cards say so. */
  | { readonly type: 'data'; readonly data: OwnData }
  | { readonly type: 'load'; readonly setup: Setup }
  /**
   * Begins the loaded set-up anew with these weights, by parameter name, as its teacher, or with its own again. They stay
   * over `reset` and `recover`, and over a `load` of another set-up with the same data and teacher.
   */
  | {
      readonly type: 'teacher';
      readonly teacher: {
        /** The name of the file they come from. */
        readonly file: string;
        readonly weights: Readonly<Record<string, Float32Array>>;
      } | null;
    }
  | { readonly type: 'play' }
  | { readonly type: 'pause' }
  /** So many steps more, one by default, and then it pauses. */
  | { readonly type: 'step'; readonly steps?: number }
  /** How fast it plays: at most so many steps a second; null is as fast as it goes. The numbers stay the same. */
  | { readonly type: 'pace'; readonly stepsPerSecond: number | null }
  | { readonly type: 'reset' }
  /** After `lost`: a new device, the last snapshot, and on with it. */
  | { readonly type: 'recover' }
  /** Answered by the event of that name, between two steps, after the numbers of the steps before it. */
  | { readonly type: 'checkpoint' }
  /** Loads the set-up of a checkpoint and stands where it stood; nothing is resumed on another engine or adapter. */
  | { readonly type: 'resume'; readonly checkpoint: Checkpoint }
  | { readonly type: 'knob'; readonly lane: LaneId; readonly knob: string; readonly value: KnobValue }
  /** Other code for a lane, from the next step on. When it does not compile the lane keeps what it has. */
  | { readonly type: 'code'; readonly lane: LaneId; readonly code: string }
  | QuestionCommand;

export type EngineEvent =
  | { readonly type: 'ready'; readonly info: EngineInfo; readonly cards: Cards }
  /** What the engine offers has changed. */
  | { readonly type: 'cards'; readonly cards: Cards }
  | { readonly type: 'loaded'; readonly run: LoadedRun }
  | {
      readonly type: 'transport';
      readonly state: Transport;
      /** The teacher trains first in its own lane, where it is not pretrained. */
      readonly phase: Phase;
      readonly step: number;
      /** Milliseconds a step of all lanes, over the last second or so; null before there are any. */
      readonly msPerStep: number | null;
    }
  /**
   * Some consecutive steps of one lane; every series has one number a step (mean over seeds). `spread` has the standard
   * deviations over seeds (n − 1) that belong to them; it is absent with one seed.
   */
  | {
      readonly type: 'metrics';
      readonly lane: LaneId;
      readonly steps: readonly number[];
      readonly values: Readonly<Record<string, readonly number[]>>;
      readonly spread?: Readonly<Record<string, readonly number[]>>;
    }
  /** One evaluation for every seed. Interim ones look at a fixed first part of the set; `whole` says when all of it was seen. */
  | {
      readonly type: 'evaluation';
      readonly lane: LaneId;
      readonly step: number;
      readonly whole: boolean;
      readonly validation: readonly Evaluation[];
      readonly test: readonly Evaluation[];
    }
  /** One lane stopped for good; the others go on. */
  | { readonly type: 'stopped'; readonly lane: LaneId; readonly step: number; readonly reason: string }
  /** A lane's own code gave no number for some samples, which counted as 0. Told once for each code it has. */
  | {
      readonly type: 'faults';
      readonly lane: LaneId;
      readonly step: number;
      readonly samples: number;
      /** How many samples a step has, of all seeds. */
      readonly of: number;
    }
  | { readonly type: 'snapshot'; readonly step: number }
  /** With every snapshot, and when it is asked for: what `resume` takes. */
  | { readonly type: 'checkpoint'; readonly checkpoint: Checkpoint }
  /** The run stands where its checkpoint stood. */
  | { readonly type: 'resumed'; readonly phase: Phase; readonly step: number }
  /** How steps are taken from now on: played from a recording, or one operation at a time, and then why. */
  | { readonly type: 'stepping'; readonly recorded: boolean; readonly reason: string | null }
  /** The GPU went away. `recover` goes on from the last snapshot. */
  | { readonly type: 'lost'; readonly reason: string; readonly from: number }
  /** A command could not be done, or a question (then with its request) not be answered; nothing else changed. */
  | {
      readonly type: 'failed';
      readonly command: Command['type'];
      readonly reason: string;
      readonly request?: number;
    }
  | AnswerEvent;

/** What a turn of a lane's code is called among those of its knobs, whose names are words. */
export const CODE = '=code';

/** Names of the series in `metrics` events. Tracked quantities stand under their own name. */
export const LOSS = 'loss';
export const TRAIN_ACCURACY = 'accuracy';
/** Share of the batch for which a lane's own code gave no number. */
export const FAULTS = 'faults';
/** The learning rate, after warm-up and schedule. */
export const RATE = 'rate';
export const termSeries = (term: string) => `term.${term}`;
