// The phases of a training step, in order, and what each comes to in a few words.
import type { LoadedRun } from '../../contract/protocol.ts';
import type { StepTrace, TracedAnchor, TracedSample } from '../../contract/questions.ts';
import { formatNumber } from '../charts/format.ts';
import { argmax, sigmoid, softmax } from '../explain/softmax.ts';
import { numbers } from '../messages/messages.ts';
import { ts } from '../messages/slow-motion.ts';

const OF_CLASSES = ['batch', 'teacher', 'soften', 'student', 'terms', 'slopes', 'update'] as const;
const OF_SCENES = ['batch', 'anchors', 'teacher', 'student', 'terms', 'slopes', 'update'] as const;
export type Phase = (typeof OF_CLASSES | typeof OF_SCENES)[number];

/** Detectors soften nothing; before they are asked, every anchor is told what it stands for. */
export const phasesOf = (run: LoadedRun): readonly Phase[] => (run.anchors ? OF_SCENES : OF_CLASSES);

/** The temperature that is shown: that of the method, or 1. */
export const temperatureOf = (trace: StepTrace): number => trace.temperature ?? 1;

/** The probabilities of the classes at a temperature; at an anchor each class has a sigmoid of its own. */
export const probabilities = ({ anchor }: TracedSample, logits: readonly number[], T: number): number[] =>
  anchor ? logits.map(sigmoid) : softmax(logits, T);

/** What an anchor stands for, in a word or two. */
export const standsFor = ({ kind, target }: TracedAnchor, classes: readonly string[]): string =>
  target === null ? ts(`anchor.${kind}`) : (classes[target] ?? String(target));

/** What a phase comes to, for the diagram. */
export function brief(
  phase: Phase,
  trace: StepTrace,
  sample: TracedSample,
  classes: readonly string[],
): string {
  const says = (logits: readonly number[] | null, T: number): string => {
    if (!logits) return ts('brief.none');
    const p = probabilities(sample, logits, T);
    const best = argmax(p);
    return ts('brief.says', {
      class: classes[best] ?? String(best),
      percent: numbers.percentWhole(p[best]),
    });
  };
  switch (phase) {
    case 'batch':
      return ts(trace.batch.pool > 0 ? 'brief.batch' : 'brief.batchLabeled', trace.batch);
    case 'anchors':
      return sample.anchor ? standsFor(sample.anchor, classes) : '';
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
