// What the page draws of one lane: its name, its look and everything that was measured, as plain data.
import type { MethodCard } from '../contract/cards.ts';
import type { Evaluation, LaneId } from '../contract/protocol.ts';

/** One number a step; thinned when it grows long, extremes kept. All arrays have one length. */
export interface Series {
  steps: number[];
  /** Mean over seeds. */
  values: number[];
  /** Standard deviation over seeds (n − 1); absent with one seed. */
  spread?: number[];
}

/** Mean over seeds, and every seed's own. `whole` says whether all samples of the set were seen. */
export interface EvaluationPoint {
  step: number;
  whole: boolean;
  validation: Evaluation;
  test: Evaluation;
  seeds: { validation: readonly Evaluation[]; test: readonly Evaluation[] };
}

export interface LaneView {
  id: LaneId;
  name: string;
  /** A CSS colour that follows the light or dark theme, e.g. `var(--lane-1)`. On a canvas, resolve it first. */
  color: string;
  /** An SVG dash array; empty for a solid line. */
  dash: string;
  /** Null for the teacher. */
  method: MethodCard | null;
  /** By the names in `metrics` events: `loss`, `accuracy`, `term.<name>`, tracked quantities. */
  series: Record<string, Series>;
  evaluations: EvaluationPoint[];
  /** Why the lane stopped for good, if it did. */
  stopped: string | null;
}
