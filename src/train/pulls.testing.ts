// The pulls of a KD lane worked out in plain numbers from its logits: what every engine must say.
import { expect } from 'vitest';
import { prepareData } from '../data/prepare.ts';
import { datasetById } from '../data/registry.ts';
import { Experiment } from './experiment.ts';
import { atStep, eventsOf, lanesOf, smallSetup, someTeacher } from './testing.ts';

const softmax = (row: readonly number[], T: number): number[] => {
  const exps = row.map((z) => Math.exp(z / T));
  const sum = exps.reduce((a, b) => a + b);
  return exps.map((e) => e / sum);
};

/** Trains moons by KD for a few steps on the present engine, and compares; fewer labels than a batch, and a pool. */
export async function expectByHand(): Promise<void> {
  const [T, alpha, batch, poolBatch] = [3, 0.7, 8, 5];
  const base = smallSetup({ lanes: lanesOf('alone', 'kd') });
  const setup = {
    ...base,
    data: { ...base.data, labels: { teacher: 0, student: 3 }, pool: 20, poolBatch },
    lanes: base.lanes.map((lane) => (lane.method === 'kd' ? { ...lane, knobs: { T, alpha } } : lane)),
  };
  const data = await prepareData(datasetById('moons'), setup, () => Promise.reject(new Error('no files')));
  const experiment = new Experiment(setup, data, someTeacher(setup));
  await eventsOf(experiment, { enough: atStep(4) });
  const [student] = data.students;
  if (!student || student.labeled.length >= batch) throw new Error('The set should be smaller than a batch.');
  const taken = Array.from({ length: batch + poolBatch }, (_, i) =>
    Number(i < batch ? student.labeled[i % student.labeled.length] : student.pool[i - batch]),
  );
  const logits = await experiment.look(
    Float32Array.from(taken.flatMap((i) => [...data.x.slice(2 * i, 2 * i + 2)])),
  );
  const row = (lane: string, i: number) => [...(logits[lane] as Float32Array).slice(2 * i, 2 * i + 2)];
  const hard = taken
    .slice(0, batch)
    .flatMap((sample, i) =>
      softmax(row('lane-1', i), 1).map((p, c) => ((1 - alpha) * (p - Number(data.y[sample] === c))) / batch),
    );
  const soft = taken.flatMap((_, i) => {
    const q = softmax(row('teacher', i), T);
    return softmax(row('lane-1', i), T).map((p, c) => (alpha * T * (p - (q[c] as number))) / taken.length);
  });
  const norm = (gradient: number[]) => Math.hypot(...gradient);
  const sum = soft.map((g, i) => g + (hard[i] ?? 0));
  const dot = hard.reduce((total, g, i) => total + g * (soft[i] as number), 0);

  const pulls = (await experiment.pulls())['lane-1'];
  experiment.dispose();
  expect(pulls?.terms.hard?.norm).toBeCloseTo(norm(hard), 5);
  expect(pulls?.terms.soft?.norm).toBeCloseTo(norm(soft), 5);
  expect(pulls?.terms.soft?.share).toBeCloseTo(norm(soft) / (norm(hard) + norm(soft)), 4);
  expect(pulls?.norm).toBeCloseTo(norm(sum), 5);
  expect(pulls?.cosines[0]?.cosine).toBeCloseTo(dot / (norm(hard) * norm(soft)), 3);
  expect(norm(soft)).toBeGreaterThan(0.01);
}
