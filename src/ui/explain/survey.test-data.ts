// Networks of a survey for tests, of their choices and what else matters there.
import type { Surveyed } from '../../contract/questions.ts';

interface Given {
  readonly truth?: readonly number[];
  readonly entropy?: readonly number[];
  readonly kl?: readonly number[];
  readonly perSample?: Readonly<Record<string, readonly number[]>>;
}

export function lane(
  choice: readonly number[],
  { truth, entropy, kl, perSample = {} }: Given = {},
): Surveyed {
  const row = (values: readonly number[] = choice.map(() => 0.5)) => Float32Array.from(values);
  const own = Object.entries(perSample).map(([name, values]) => [name, row(values)] as const);
  return {
    choice: Uint8Array.from(choice),
    top: row(),
    truth: row(truth),
    entropy: row(entropy),
    kl: kl ? row(kl) : null,
    perSample: Object.fromEntries(own),
  };
}
