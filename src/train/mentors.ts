// Whom a network learns from: the teacher that all share, and networks of its own lane that trained before it.
import type { StepInput } from '../distill/method.ts';
import type { Trace } from '../nn/network.ts';
import type { Batch } from './batches.ts';
import type { Lane } from './lane.ts';

export interface Mentor {
  readonly name: string;
  readonly lane: Lane;
  /** Whether it is the teacher that all share: asked once a step for all. Others have the seeds of those they teach. */
  readonly shared: boolean;
}

/** What mentors say of a batch, the first of them as the teacher. `told` is what the shared teacher says, where it was asked. */
export function heard(
  mentors: readonly Mentor[],
  batch: Batch,
  told: Trace | null,
): Pick<StepInput, 'teacher' | 'teachers' | 'teacherHead'> {
  const said = mentors.map(({ name, lane, shared }) => ({
    name,
    trace: shared ? told : lane.apply(batch.x),
  }));
  return {
    teacher: said[0]?.trace ?? null,
    teachers: Object.fromEntries(said.flatMap(({ name, trace }) => (trace ? [[name, trace]] : []))),
    teacherHead: mentors[0]?.lane.head ?? null,
  };
}
