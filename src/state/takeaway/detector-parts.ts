// What a detector is made of, in the order of its outputs: for the formats it leaves in, each of which writes a few parts its
// own way. The same network as src/nn/models/retina.ts.
import type { Detects, Network } from './plan.ts';

export interface Convolution {
  readonly stride?: 1 | 2;
  /** Its side: three pixels with zeros around, or one. */
  readonly kernel?: 1 | 3;
  readonly relu?: boolean;
}

/** How a format writes the parts; `O` is what it calls the output of one. */
export interface Parts<O> {
  /** `layer` names the weights; where it is called again they are shared. */
  conv(from: O, layer: string, channels: number, how?: Convolution): O;
  /** A level with what the coarser one makes of it, each of whose pixels counts four times; `side`: of the coarser. */
  merged(own: O, coarser: O, level: number, side: number): O;
  /** What a head says of a level as rows, [N, anchors of the level, numbers]. */
  rows(from: O, head: string, level: number, numbers: number): O;
}

/** What both heads say of all levels, the finest first: rows of `classes` logits, and of four numbers of boxes. */
export function detectorOf<O>(
  { shape, classes }: Pick<Network, 'shape' | 'classes'>,
  { spec, widths, pyramid }: Detects,
  input: O,
  parts: Parts<O>,
): { readonly logits: readonly O[]; readonly boxes: readonly O[] } {
  const stages: O[] = [];
  for (const [i] of widths.entries()) {
    const channels = i === 0 ? (shape[2] as number) : (widths[i - 1] as number);
    stages.push(parts.conv(stages[i - 1] ?? input, `stage${i + 1}`, channels, { stride: 2, relu: true }));
  }
  const levels: O[] = [];
  for (const [i, stride] of [...spec.strides.entries()].toReversed()) {
    const stage = Math.log2(stride) - 1;
    const own = parts.conv(stages[stage] as O, `lateral${i + 1}`, widths[stage] as number, { kernel: 1 });
    const [coarser] = levels;
    levels.unshift(coarser === undefined ? own : parts.merged(own, coarser, i + 1, spec.size / stride / 2));
  }
  const said = (head: string, numbers: number) =>
    levels.map((level, i) => {
      const hidden = parts.conv(level, `${head}.hidden`, pyramid, { relu: true });
      return parts.rows(parts.conv(hidden, `${head}.out`, pyramid), head, i + 1, numbers);
    });
  return { logits: said('class', classes.length), boxes: said('box', 4) };
}
