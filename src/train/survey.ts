// A survey: a few numbers for each of many samples and every network, to draw, search and compare them by.
import { TEACHER } from '../contract/protocol.ts';
import { type Answer, MAX_SURVEYED, type SampleSet, type Surveyed } from '../contract/questions.ts';
import type { PreparedData } from '../data/prepare.ts';
import { argMax, logSoftmax } from './evaluate.ts';
import type { Experiment } from './experiment.ts';
import { countOf, samplesOf } from './samples.ts';

/** The first `limit` samples of a set, or all there are. Throws a sentence for a limit that is none. */
export async function survey(
  experiment: Experiment,
  data: PreparedData,
  set: SampleSet,
  limit: number,
): Promise<Answer<'survey'>> {
  if (!(Number.isInteger(limit) && limit >= 1 && limit <= MAX_SURVEYED))
    throw new Error(`A survey looks at 1 to ${MAX_SURVEYED} samples, ${limit} were asked for.`);
  const total = countOf(data, set);
  const indices = Array.from({ length: Math.min(limit, total) }, (_, i) => i);
  const { values, labels, given } = samplesOf(data, set, indices);
  const { phase, step } = experiment.position;
  const seen = await experiment.inspect(values, given);
  const told = seen[TEACHER]?.logits as Float32Array;
  const lanes = Object.entries(seen).map(([id, { logits, maps }]) => {
    return [id, { ...surveyed(logits, labels, id === TEACHER ? null : told), perSample: maps }] as const;
  });
  return { set, step: phase === 'students' ? step : 0, total, labels, lanes: Object.fromEntries(lanes) };
}

/** What the logits [samples, classes] of a network and of its teacher say of each sample. */
export function surveyed(
  logits: Float32Array,
  labels: Int32Array,
  teacher: Float32Array | null,
): Omit<Surveyed, 'perSample'> {
  const samples = labels.length;
  const classes = logits.length / samples;
  const row = () => new Float32Array(samples);
  const [top, truth, spread, kl] = [row(), row(), row(), teacher ? row() : null];
  const choice = new Uint8Array(samples);
  for (let n = 0; n < samples; n++) {
    const logP = logSoftmax(logits, n * classes, classes);
    choice[n] = argMax(logP);
    top[n] = Math.exp(logP[choice[n] as number] as number);
    truth[n] = Math.exp(logP[labels[n] as number] as number);
    spread[n] = -dot(logP, logP);
    if (!kl || !teacher) continue;
    const logQ = logSoftmax(teacher, n * classes, classes);
    kl[n] = Math.max(0, dot(logQ, logQ) - dot(logQ, logP)); // rounding may leave less than nothing
  }
  return { choice, top, truth, entropy: spread, kl };
}

/** Σ exp(logP) · values: the mean of values under a distribution. What has no probability adds nothing. */
function dot(logP: Float64Array, values: Float64Array): number {
  let sum = 0;
  for (let c = 0; c < logP.length; c++) {
    const p = Math.exp(logP[c] as number);
    if (p !== 0) sum += p * (values[c] as number);
  }
  return sum;
}
