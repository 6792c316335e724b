// How many steps a phase of a run has, and passes over the labeled samples, counted in steps.
import type { Phase } from '../contract/phases.ts';
import type { LoadedRun } from '../contract/protocol.ts';

/** Labeled samples a step takes, how many there are, and how many steps are taken. */
function sizes({ counts, setup, stages, teacherSteps, totalSteps }: LoadedRun, phase: Phase) {
  const stage = stages?.phases.find((one) => one.phase === phase);
  if (stage) return stage;
  return phase === 'teacher'
    ? { batch: setup.teacher.training.batch, labeled: counts.teacher, steps: teacherSteps }
    : { batch: setup.training.batch, labeled: counts.labeled, steps: totalSteps };
}

/** How many steps a phase has. */
export const stepsOf = (run: LoadedRun, phase: Phase): number => sizes(run, phase).steps;

/** How many epochs a run has behind it, and how many in all. */
export function epochsOf(run: LoadedRun, phase: Phase, step: number): { done: number; total: number } {
  const { batch, labeled, steps } = sizes(run, phase);
  return { done: (step * batch) / labeled, total: (steps * batch) / labeled };
}

/** Steps to the next end of an epoch: at least one, and no more than the run has left. */
export function untilEpoch(run: LoadedRun, phase: Phase, step: number): number {
  const { batch, labeled, steps } = sizes(run, phase);
  const next = Math.floor((step * batch) / labeled + 1e-9) + 1;
  return Math.max(1, Math.min(Math.ceil((next * labeled) / batch), steps) - step);
}
