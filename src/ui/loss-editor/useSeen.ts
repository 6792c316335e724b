// What the weight of a lane is given at present: gap, entropy and confidence of samples the student sees, or of the anchors of
// the first scene it sees.
import { useEffect } from 'react';
import type { LaneId, LoadedRun } from '../../contract/protocol.ts';
import type { App } from '../../state/app.ts';
import { useApp } from '../context.ts';
import { usePaced } from '../explain/usePaced.ts';
import type { OwnLane } from './own-lanes.ts';

export interface Seen {
  readonly gap: Float32Array | null;
  readonly entropy: Float32Array | null;
  readonly confidence: Float32Array | null;
  /** Share of the run that is over. */
  readonly progress: number;
}

type PerSample = Readonly<Record<string, Float32Array>>;

const SAMPLES = 200;
/** Asks are worth so many a run. */
const LOOKS = 25;

export function useSeen(run: LoadedRun, ask: App['ask'], lane: OwnLane | null): Seen {
  const phase = useApp((state) => state.run.phase);
  const step = useApp((state) => (state.run.phase === 'students' ? state.run.step : 0));
  const id = lane?.id ?? null;
  const { answer, want } = usePaced(run, () => perLane(run, ask));
  const look = Math.floor((step * LOOKS) / run.totalSteps);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again as the run goes on
  useEffect(() => {
    if (id !== null && phase === 'students') want(null);
  }, [id, phase, look, want]);
  const numbers = (id !== null && answer?.[id]) || {};
  return {
    gap: numbers.gap ?? null,
    entropy: numbers.entropy ?? null,
    confidence: numbers.confidence ?? null,
    progress: progressOf(step, run.totalSteps),
  };
}

/** What methods make of samples, or of the anchors of a scene, by lane and name. */
async function perLane(run: LoadedRun, ask: App['ask']): Promise<Record<LaneId, PerSample>> {
  if (run.anchors) {
    const { lanes } = await ask('scene', { set: 'train', index: 0 });
    return Object.fromEntries(Object.entries(lanes).map(([id, { perAnchor }]) => [id, counted(perAnchor)]));
  }
  const { lanes } = await ask('survey', { set: 'train', limit: SAMPLES });
  return Object.fromEntries(Object.entries(lanes).map(([id, { perSample }]) => [id, perSample]));
}

/** The numbers of anchors without those that do not count, whose entropy is 0, as it is of no sigmoid. */
function counted(perAnchor: PerSample): PerSample {
  const counts = (_: number, i: number) => perAnchor.entropy?.[i] !== 0;
  return Object.fromEntries(Object.entries(perAnchor).map(([name, values]) => [name, values.filter(counts)]));
}

/** 0 at the first step, 1 at the last. */
const progressOf = (step: number, total: number): number =>
  total > 1 ? Math.min(1, Math.max(0, step - 1) / (total - 1)) : 0;
