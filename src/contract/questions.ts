// What the page can ask the engine about the run that is loaded. A question changes nothing of it. Each has one row
// here, one function in src/train/answers.ts, and is asked with `app.ask(name, …)`, which is a promise.
import type { CodeProblem } from './own-code.ts';
import type { LaneId, StepProfile } from './protocol.ts';
import type { Material, RunWeights } from './takeaway.ts';

/** Where samples come from. `train`: what the first seed's student sees, the labeled samples and then the pool. */
export const SAMPLE_SETS = ['test', 'validation', 'train'] as const;
export type SampleSet = (typeof SAMPLE_SETS)[number];
/** Samples of a set that a survey looks at: the first so many. */
export const MAX_SURVEYED = 2000;
/** Samples whose values are given at once. */
export const MAX_THUMBNAILS = 64;

/** Samples whose features are looked at: the first so many. */
export const MAX_FEATURED = 500;
/** Classes up to which a map has all probabilities. */
export const MAX_MAP_CLASSES = 10;

/** What one network makes of the samples of a survey, a number each. */
export interface Surveyed {
  /** The predicted class. */
  readonly choice: Uint8Array;
  /** Its probability. */
  readonly top: Float32Array;
  /** The probability of the truth. */
  readonly truth: Float32Array;
  /** −Σ p ln p at T = 1, in nats. */
  readonly entropy: Float32Array;
  /** KL(teacher ‖ student) at T = 1, in nats; null for the teacher itself. */
  readonly kl: Float32Array | null;
  /** The numbers a sample that the method can draw. */
  readonly perSample: Readonly<Record<string, Float32Array>>;
}

/** Episodes that are run at once, at most: while they are, nothing else is answered. */
export const MAX_EPISODES = 100;

/** An object that a detector found in a scene. */
export interface FoundObject {
  /** Left, top, right, bottom in pixels. */
  readonly box: readonly [number, number, number, number];
  /** Its class, from 0. */
  readonly label: number;
  /** From 0 to 1. */
  readonly score: number;
  /** Whether there is such an object, which it overlaps by half, and no better detection has found it. */
  readonly right: boolean;
}

/** A kernel with its reference. */
export interface KernelSource {
  readonly name: string;
  /** The WGSL, with the lane's own code in it where it has some. */
  readonly shader: string;
  /** The file with the reference, and its text. */
  readonly file: string;
  readonly reference: string;
  /** How often a recorded step of all lanes runs it; null where that is not known. */
  readonly dispatches: number | null;
  /** Whether it is of the lane's loss. */
  readonly ofLoss: boolean;
}

export interface Questions {
  /** One sample, of the test set where none is named, and what every network makes of it. */
  sample: {
    ask: { readonly index: number; readonly set?: SampleSet };
    answer: {
      readonly set: SampleSet;
      readonly index: number;
      readonly values: Float32Array;
      readonly label: number;
      /** Logits of the first seed. */
      readonly logits: Readonly<Record<LaneId, readonly number[]>>;
      /** The numbers a sample that a method can draw. */
      readonly perSample: Readonly<Record<LaneId, Readonly<Record<string, number>>>>;
    };
  };
  /** What every network makes of the first samples of a set, all at one moment of the run; the first seed's. */
  survey: {
    ask: { readonly set: SampleSet; readonly limit: number };
    answer: {
      readonly set: SampleSet;
      /** The step all students had taken. */
      readonly step: number;
      /** Samples of the whole set; `labels` has one entry for each that was looked at. */
      readonly total: number;
      /** The truth, also of samples whose label the student is not given. */
      readonly labels: Int32Array;
      readonly lanes: Readonly<Record<LaneId, Surveyed>>;
    };
  };
  /** One scene and what every detector finds in it, all at one moment of the run; of lanes the first seed. */
  scene: {
    ask: { readonly index: number; readonly set: SampleSet };
    answer: {
      readonly set: SampleSet;
      readonly index: number;
      readonly values: Float32Array;
      readonly truths: readonly Pick<FoundObject, 'box' | 'label'>[];
      /** Whether students are told what is in it. */
      readonly labeled: boolean;
      /** Along each side of the maps. */
      readonly places: number;
      readonly lanes: Readonly<
        Record<
          LaneId,
          {
            /** The best first, from a score of 0.05 on. */
            readonly found: readonly FoundObject[];
            /** What its method makes of the anchors, a number each in their order. */
            readonly perAnchor: Readonly<Record<string, Float32Array>>;
            /** The same to be drawn, the largest number at each place, [places, places]. */
            readonly maps: Readonly<Record<string, Float32Array>>;
          }
        >
      >;
    };
  };
  /** The values of some samples, [indices, …sample shape], to draw them small. */
  thumbnails: {
    ask: { readonly set: SampleSet; readonly indices: readonly number[] };
    answer: {
      readonly set: SampleSet;
      readonly indices: readonly number[];
      readonly values: Float32Array;
    };
  };
  /** How networks divide the plane. Row-major from the top left: the winning class and its probability at every pixel. */
  map: {
    ask: {
      readonly resolution: number;
      /** Whether all probabilities are wanted as well; they are given for up to MAX_MAP_CLASSES classes. */
      readonly probabilities?: boolean;
    };
    answer: {
      readonly resolution: number;
      readonly lanes: Readonly<
        Record<
          LaneId,
          {
            readonly classes: Uint8Array;
            readonly confidence: Float32Array;
            /** [pixels, classes]. */
            readonly probabilities?: Float32Array;
          }
        >
      >;
    };
  };
  /** The step that comes next, in slow motion: what happens to one lane in it, for the first seed. It is not taken. */
  trace: { ask: { readonly lane: LaneId }; answer: StepTrace };
  /** The weights of teacher and lanes, all seeds; `initial`: as they were at step 0 (the teacher as it came). */
  parameters: { ask: { readonly initial?: boolean }; answer: RunWeights };
  /** What a program elsewhere needs to take the first `steps` steps of the students again. */
  material: { ask: { readonly steps: number }; answer: Material };
  /** How well samples of classes that nobody learned can be told apart by what each network makes of them. */
  episodes: {
    /** `shots`: labeled samples of each class. So many episodes from one on, since they take their time. */
    ask: { readonly shots: number; readonly from: number; readonly episodes: number };
    answer: {
      readonly step: number;
      readonly shots: number;
      readonly ways: number;
      /** Samples of each class that are judged. */
      readonly queries: number;
      /** The teacher, the students, and the networks between, of the first seed: accuracy in each episode, by rule. */
      readonly networks: readonly {
        readonly id: LaneId;
        readonly logistic: readonly number[];
        readonly prototype: readonly number[];
      }[];
    };
  };
  /** What networks make of the first test samples before their last layer, each in a plane of its own; the first seed's. */
  features: {
    ask: { readonly limit: number };
    answer: {
      /** The step all students had taken. */
      readonly step: number;
      readonly labels: Int32Array;
      readonly lanes: Readonly<
        Record<
          LaneId,
          {
            /** Which tap: the last, or `logits` where there is no hidden layer. */
            readonly tap: string;
            readonly width: number;
            /** [samples, 2], turned to lie like the teacher's. */
            readonly xy: Float32Array;
            /** Shares of the variance along the first two principal components. */
            readonly explained: readonly [number, number];
            /** Linear CKA with the teacher's features; null for the teacher, and where features do not differ. */
            readonly cka: number | null;
          }
        >
      >;
    };
  };
  /** How long each layer's forward pass takes alone for a batch, one seed; a run that plays waits meanwhile. */
  layers: {
    ask: unknown;
    answer: {
      readonly batch: number;
      readonly teacher: readonly LayerTime[];
      readonly student: readonly LayerTime[];
    };
  };
  /** SHA-256 of all state, hex. */
  hash: { ask: unknown; answer: { readonly step: number; readonly hash: string } };
  /** The kernels of the recorded step, measured; a run that plays waits meanwhile. `step`: after which it was measured. */
  profile: { ask: unknown; answer: { readonly step: number; readonly profile: StepProfile } };
  /** What is wrong with code for a method, on the engine that runs; when nothing is, it is compiled and ready. */
  compile: {
    ask: { readonly method: string; readonly code: string };
    answer: { readonly problems: readonly CodeProblem[] };
  };
  /** What a code makes of samples: over KL and entropy, each from 0 to the number given, the rest held. */
  weights: {
    ask: {
      readonly code: string;
      /** Points along each side. */
      readonly side: number;
      readonly kl: number;
      readonly entropy: number;
      readonly confidence: number;
      readonly progress: number;
    };
    /** [entropy, KL], from 0 up; a fault is 1 where the weight is no number, and the weight 0. */
    answer: { readonly weights: Float32Array; readonly faults: Float32Array };
  };
  /** What runs, to be read: the kernels of a lane's loss, then all others of the recorded step. */
  kernels: { ask: { readonly lane: LaneId }; answer: { readonly kernels: readonly KernelSource[] } };
  /** How hard each term of every loss pulls at its student, by lane; none before the students' turn. */
  terms: {
    ask: unknown;
    answer: {
      readonly step: number;
      /**
       * What was looked at: the first labeled samples of each seed and the first of its pool, as many of each as a step
       * takes, unaltered and without dropout.
       */
      readonly samples: { readonly labeled: number; readonly pool: number };
      readonly lanes: Readonly<Record<LaneId, LanePulls>>;
    };
  };
}

/** Median milliseconds of one layer. */
export interface LayerTime {
  readonly name: string;
  readonly ms: number;
  readonly clock: StepProfile['clock'];
}

/** The gradient of a term by the student's logits (and by its taps where the method reads them), as training sees it. */
export interface Pull {
  /** Its length over the whole batch. */
  readonly norm: number;
  /** The norm divided by the sum of the norms of all terms; 0 where nothing pulls. */
  readonly share: number;
  /** What the term adds to the loss: its mean over the batch. */
  readonly value: number;
}

/** The terms of one loss: means over seeds, and each seed. */
export interface LanePulls {
  readonly terms: Readonly<Record<string, Pull & { readonly seeds: readonly Pull[] }>>;
  /** Length of the sum of all gradients; less than the sum of their lengths as far as terms pull against each other. */
  readonly norm: number;
  /** The cosine between the gradients of every two terms; those with a gradient of length 0 are left out. */
  readonly cosines: readonly { readonly between: readonly [string, string]; readonly cosine: number }[];
}

/** One training step of one lane, with the numbers that it will have. Means are over the batch, as the loss takes them. */
export interface StepTrace {
  /** The step that was looked at, from 1. */
  readonly step: number;
  readonly lane: LaneId;
  /** What divides the logits before the softmax; null where the method has no temperature. */
  readonly temperature: number | null;
  readonly batch: { readonly labeled: number; readonly pool: number };
  /**
   * The first labeled samples of the batch and the first of its pool, of those that the lane sees. A scene is there as often as
   * one of its anchors is shown: of those with an object, of background and of neither, the one whose logits have the greatest
   * slope.
   */
  readonly samples: readonly TracedSample[];
  /** The mean of every term, also of those the lane is without, and the sum of the others. */
  readonly terms: Readonly<Record<string, number>>;
  readonly without: readonly string[];
  readonly loss: number;
  /** The learning rate of this step, after warm-up and schedule. */
  readonly rate: number;
  /** Euclidean norms over each of the student's parameters: the gradient before it is clipped, the weights before and after, and how far they moved. */
  readonly parameters: readonly {
    readonly name: string;
    readonly shape: readonly number[];
    readonly gradient: number;
    readonly before: number;
    readonly after: number;
    readonly moved: number;
  }[];
}

export interface TracedSample {
  /** Its place in the batch, from 0. */
  readonly index: number;
  /** As the networks see it, altered by chance where that is asked for. */
  readonly values: Float32Array;
  /** −1 where there is none. */
  readonly label: number;
  /** Logits, [classes]; null where the method asks no teacher. */
  readonly teacher: readonly number[] | null;
  readonly student: readonly number[];
  /** What each term gives this sample. */
  readonly terms: Readonly<Record<string, number>>;
  /** The gradient of the loss by this sample's logits, [classes]. */
  readonly slope: readonly number[];
  /** Of a scene: the anchor whose logits and slopes these are. Its terms are those of the whole scene. */
  readonly anchor?: TracedAnchor;
}

export interface TracedAnchor {
  /** Left, top, right, bottom in pixels. */
  readonly box: readonly [number, number, number, number];
  readonly kind: AnchorKind;
  /** The class of its object, from 0; null where it stands for none. */
  readonly target: number | null;
  /** Anchors of each kind in the scene. */
  readonly counts: Readonly<Record<AnchorKind, number>>;
}

/** What an anchor stands for. `neither`: it overlaps an object too much for background and too little for it, or nothing is known of the scene. */
export const ANCHOR_KINDS = ['object', 'background', 'neither'] as const;
export type AnchorKind = (typeof ANCHOR_KINDS)[number];

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

const NAMES: Readonly<Record<Question, true>> = {
  sample: true,
  scene: true,
  survey: true,
  thumbnails: true,
  map: true,
  trace: true,
  features: true,
  episodes: true,
  layers: true,
  hash: true,
  profile: true,
  compile: true,
  weights: true,
  kernels: true,
  terms: true,
  parameters: true,
  material: true,
};

/** Whether the type of a command or an event is that of a question. */
export const isQuestion = (type: string): type is Question => Object.hasOwn(NAMES, type);
