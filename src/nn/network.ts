// A network: a model of given widths for samples of a given shape, with its weights by name and its size.

import { type AnchorSpec, withDefaults } from '../contract/cards.ts';
import type { NetSize } from '../contract/protocol.ts';
import type { NetSpec } from '../contract/setup.ts';
import type { Blueprint } from './model.ts';
import { modelById } from './registry.ts';

export { initialise, type Parameter, type Random, type TapShapes, type Trace } from './parameters.ts';

export interface Network extends Pick<Blueprint, 'parameters' | 'stages' | 'taps' | 'apply'> {
  readonly net: NetSpec;
  /** Shape of the logits for one sample: [classes], or [anchors, classes]. */
  readonly says: readonly number[];
  readonly size: NetSize;
}

/** Builds a network for samples of `shape`. Throws a sentence where model, widths or samples don't fit together. */
export function buildNetwork(
  net: NetSpec,
  shape: readonly number[],
  classes: number,
  anchors?: AnchorSpec,
): Network {
  const model = modelById(net.model);
  if (model.detects && !anchors)
    throw new Error(`The model ${model.id} finds objects in scenes, and these samples are none.`);
  if (anchors && !model.detects)
    throw new Error(`The model ${model.id} tells classes apart; scenes need a model that finds objects.`);
  if (model.needsImage && shape.length !== 3) {
    throw new Error(
      `The model ${model.id} needs images [height, width, channels], the samples are [${shape}].`,
    );
  }
  for (const [name, value] of Object.entries(net.knobs)) {
    const knob = Object.hasOwn(model.knobs, name) ? model.knobs[name] : undefined;
    if (!knob)
      throw new Error(
        `The model ${model.id} has no knob ${name}; it has ${Object.keys(model.knobs).join(', ')}.`,
      );
    if (knob.kind === 'range' && !(typeof value === 'number' && value >= knob.min && value <= knob.max)) {
      throw new Error(
        `The knob ${name} of the model ${model.id} goes from ${knob.min} to ${knob.max}, got ${JSON.stringify(value)}.`,
      );
    }
    const options = knob.kind === 'choice' ? knob.options.map((o) => o.value) : [];
    if (knob.kind === 'choice' && !options.includes(String(value))) {
      throw new Error(
        `The knob ${name} of the model ${model.id} is one of ${options.join(', ')}, got ${JSON.stringify(value)}.`,
      );
    }
  }
  const { widths } = net;
  const { layers, ...blueprint } = model.build({
    widths,
    knobs: withDefaults(model.knobs, net.knobs),
    shape,
    classes,
    anchors,
  });
  return { net, says: [classes], ...blueprint, size: sizeOf(layers) };
}

const FLOAT32_BYTES = 4;

function sizeOf(layers: NetSize['layers']): NetSize {
  const sum = (of: 'parameters' | 'macs') => layers.reduce((total, layer) => total + layer[of], 0);
  const parameters = sum('parameters');
  return { parameters, macs: sum('macs'), bytes: parameters * FLOAT32_BYTES, layers };
}
