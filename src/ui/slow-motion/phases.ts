// The phases of a training step, in order, and what each comes to in a few words.
import type { StepTrace, TracedSample } from '../../contract/questions.ts';
import { formatNumber } from '../charts/format.ts';
import { argmax, softmax } from '../explain/softmax.ts';
import { numbers } from '../messages/messages.ts';
import { ts } from '../messages/slow-motion.ts';

export const PHASES = ['batch', 'teacher', 'soften', 'student', 'terms', 'slopes', 'update'] as const;
export type Phase = (typeof PHASES)[number];

/** The temperature that is shown: that of the method, or 1. */
export const temperatureOf = (trace: StepTrace): number => trace.temperature ?? 1;

/** What a phase comes to, for the diagram. */
export function brief(
  phase: Phase,
  trace: StepTrace,
  sample: TracedSample,
  classes: readonly string[],
): string {
  const says = (logits: readonly number[] | null, T: number): string => {
    if (!logits) return ts('brief.none');
    const p = softmax(logits, T);
    const best = argmax(p);
    return ts('brief.says', {
      class: classes[best] ?? String(best),
      percent: numbers.percentWhole(p[best]),
    });
  };
  switch (phase) {
    case 'batch':
      return ts(trace.batch.pool > 0 ? 'brief.batch' : 'brief.batchLabeled', trace.batch);
    case 'teacher':
      return says(sample.teacher, 1);
    case 'soften':
      return sample.teacher
        ? ts('brief.soften', { T: numbers.significant(temperatureOf(trace)) })
        : ts('brief.none');
    case 'student':
      return says(sample.student, 1);
    case 'terms':
      return ts('brief.loss', { loss: formatNumber(trace.loss) });
    case 'slopes':
      return ts('brief.slopes', { norm: formatNumber(Math.hypot(...sample.slope)) });
    case 'update':
      return ts('brief.update', { moved: formatNumber(Math.hypot(...trace.parameters.map((p) => p.moved))) });
  }
}
