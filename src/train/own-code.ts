// What a lane's own code would make of samples, without any lane.
import * as tf from '@tensorflow/tfjs-core';
import { sentenceOf } from '../contract/own-code.ts';
import type { Answer, Ask } from '../contract/questions.ts';
import { compileText, ownWeight } from '../distill/losses/own-weight.ts';
import { read } from '../gpu/readback.ts';

const MAX_SIDE = 128;

/** The weights over a grid, row-major: rows by entropy from 0 up, columns by KL. @throws Error when the code is wrong */
export async function weightsOf(ask: Ask<'weights'>): Promise<Answer<'weights'>> {
  const { code, side, kl, entropy, confidence, progress } = ask;
  if (!(Number.isInteger(side) && side >= 2 && side <= MAX_SIDE))
    throw new Error(`The plot has from 2 to ${MAX_SIDE} points a side, ${side} were asked for.`);
  const [problem] = await compileText(code);
  if (problem) throw new Error(sentenceOf(problem));
  const grid = (of: (row: number, column: number) => number) =>
    tf.tensor(
      Float32Array.from({ length: side * side }, (_, i) => of(Math.floor(i / side), i % side)),
      [1, side * side],
    );
  const made = tf.tidy(() => {
    const { weights, faults } = ownWeight(
      {
        gap: grid((_, column) => (kl * column) / (side - 1)),
        uncertainty: grid((row) => (entropy * row) / (side - 1)),
        certainty: grid(() => confidence),
        elapsed: tf.tensor1d([progress]),
      },
      code,
    );
    return [weights, faults];
  });
  const [weights, faults] = (await read(made)) as [Float32Array, Float32Array];
  tf.dispose(made);
  return { weights, faults };
}
