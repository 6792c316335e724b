// Passes over the labeled samples, counted in steps.
import type { LoadedRun } from '../contract/protocol.ts';

type Phase = 'teacher' | 'students';

/** Labeled samples a step takes, and how many there are. */
function sizes({ counts, setup }: LoadedRun, phase: Phase): readonly [batch: number, labeled: number] {
  return phase === 'teacher'
    ? [setup.teacher.training.batch, counts.teacher]
    : [setup.training.batch, counts.labeled];
}

/** How many epochs a run has behind it, and how many in all. */
export function epochsOf(run: LoadedRun, phase: Phase, step: number): { done: number; total: number } {
  const [batch, labeled] = sizes(run, phase);
  const steps = phase === 'teacher' ? run.teacherSteps : run.totalSteps;
  return { done: (step * batch) / labeled, total: (steps * batch) / labeled };
}

/** Steps to the next end of an epoch: at least one, and no more than the run has left. */
export function untilEpoch(run: LoadedRun, phase: Phase, step: number): number {
  const [batch, labeled] = sizes(run, phase);
  const next = Math.floor((step * batch) / labeled + 1e-9) + 1;
  const steps = phase === 'teacher' ? run.teacherSteps : run.totalSteps;
  return Math.max(1, Math.min(Math.ceil((next * labeled) / batch), steps) - step);
}
