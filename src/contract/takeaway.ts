// What a visitor takes along of a run: weights, and all that a program elsewhere needs to take the same steps.
import type { AnchorSpec, KnobValue, KnobValues } from './cards.ts';
import type { Phase } from './phases.ts';
import type { LaneId } from './protocol.ts';
import type { NetSpec } from './setup.ts';

/** A parameter for all seeds: `values` is [seeds, ...shape], row-major. */
export interface SeedsParameter {
  readonly name: string;
  /** Without the seeds axis. */
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** A network's weights. */
export interface NetWeights {
  readonly net: NetSpec;
  readonly seeds: readonly number[];
  readonly parameters: readonly SeedsParameter[];
  /** What its method trains besides (a temperature). */
  readonly parts: readonly SeedsParameter[];
}

/** What detectors start from. */
export interface DetectorAnchors {
  readonly spec: AnchorSpec;
  /** Left, top, right, bottom of every anchor, in the order of the outputs, [anchors, 4]. */
  readonly boxes: Float32Array;
}

/** Weights of the teacher and of every lane. */
export interface RunWeights {
  readonly phase: Phase;
  readonly step: number;
  /** Of one sample. */
  readonly shape: readonly number[];
  readonly classes: readonly string[];
  /** Where the networks are detectors. */
  readonly anchors?: DetectorAnchors;
  readonly networks: Readonly<Record<LaneId, NetWeights>>;
}

/** A live knob, or the code, that was moved when `step` steps of the students had been taken. */
export interface MaterialTurn {
  readonly lane: LaneId;
  readonly step: number;
  /** `=code` for the code. */
  readonly knob: string;
  readonly value: KnobValue;
}

/** Targets of the anchors, class or −1 for background or −2 for not counted, and then their deltas: [n, 5 · anchors]. */
export interface MaterialScenes {
  readonly spec: AnchorSpec;
  readonly labels: Float32Array;
  /** As its teacher has found, of every lane that learns from that in scenes without labels. */
  readonly found: Readonly<Record<LaneId, Float32Array>>;
}

/** What the first steps of the students are made of. */
export interface Material {
  readonly steps: number;
  readonly totalSteps: number;
  readonly shape: readonly number[];
  readonly classes: readonly string[];
  readonly seeds: readonly number[];
  /** The training samples that come up in these steps, [n, ...shape] and [n]. */
  readonly train: { readonly x: Float32Array; readonly y: Int32Array };
  /** Of scenes: what the anchors of each of these samples stand for. */
  readonly scenes?: MaterialScenes;
  readonly test: { readonly x: Float32Array; readonly y: Int32Array };
  /** Which of them each step takes, [seeds, steps, batch + poolBatch]; the first `batch` with their labels. */
  readonly order: Int32Array;
  readonly batch: number;
  readonly poolBatch: number;
  /** What warm-up and schedule make of the rate, and the progress, at each step: [steps]. */
  readonly factors: Float32Array;
  readonly progress: Float32Array;
  /** Keys of the draws by chance, one a seed: Philox-2x32-10. */
  readonly keys: { readonly dropout: readonly number[]; readonly augment: readonly number[] };
  /** All knobs of each lane as they stood at the beginning, those of the set-up and the defaults. */
  readonly lanes: Readonly<
    Record<LaneId, { readonly method: string; readonly knobs: KnobValues; readonly code: string }>
  >;
  readonly turns: readonly MaterialTurn[];
  /** The teacher as it teaches, and every lane at step 0. */
  readonly networks: Readonly<Record<LaneId, NetWeights>>;
}

/** Numbers (samples and order) that `material` hands out at most. */
export const MAX_MATERIAL = 64_000_000;
