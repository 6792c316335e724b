// The optimizers: they change parameters in place, and keep their moments in slots beside them.
import * as tf from '@tensorflow/tfjs-core';
import type { TrainingSpec } from '../contract/setup.ts';
import type { Group, Slot, Slots, State } from '../gpu/slots.ts';
import { adam, logBeta } from './kernels/adam.ts';
import { clipped, clipper } from './kernels/clip.ts';
import { place } from './kernels/place.ts';
import { sgd } from './kernels/sgd.ts';

export interface Optimizer {
  /**
   * One update of all parameters. `gradients` have their shapes and order, `rate` is the base learning rate [1], and
   * the clock shows the step.
   */
  apply(gradients: readonly tf.Tensor[], clock: Slot, rate: tf.Tensor): void;
}

/**
 * An optimizer for a group of parameters; it creates its moments as slots, `<parameter>/m` and so on. A second one for the
 * same parameters has a name in `which`.
 */
export function makeOptimizer(
  training: Pick<TrainingSpec, 'optimizer' | 'momentum' | 'weightDecay' | 'clip'>,
  slots: Slots,
  parameters: Group,
  which = '',
): Optimizer {
  const { optimizer, momentum, weightDecay, clip } = training;
  const like = (name: string) =>
    parameters.slots.map((slot) => ({
      name: `${slot.name}/${which}${name}`,
      values: new Float32Array(slot.tensor.size),
      shape: slot.tensor.shape,
    }));
  const moments = (optimizer === 'sgd' ? ['velocity'] : ['m', 'v']).map((name) => slots.group(like(name)));
  const together = slots.aside(parameters.flat ? like('gradient') : []);

  const clipInPlace = clipper(
    parameters.slots.map(({ tensor }) => tensor.shape),
    clip,
  );

  /** One update of numbers of any shape. */
  const update = (
    gradient: tf.Tensor,
    clock: Slot,
    rate: tf.Tensor,
    parameter: State,
    own: readonly State[],
  ) => {
    const inputs = { gradient, clock: clock.tensor, rate };
    if (optimizer === 'sgd') {
      sgd(inputs, { parameter, velocity: own[0] as State }, { momentum, weightDecay });
    } else {
      const decoupled = Number(optimizer === 'adamw');
      const state = { parameter, m: own[0] as State, v: own[1] as State };
      adam(inputs, state, { beta1: momentum, logBeta1: logBeta(momentum), weightDecay, decoupled });
    }
  };

  return {
    apply(gradients, clock, rate) {
      parameters.slots.forEach(({ name, tensor }, i) => {
        const gradient = gradients[i];
        if (!gradient) throw new Error(`${name} has no gradient.`);
        if (gradient.size !== tensor.size)
          throw new Error(`${name} is [${tensor.shape}], its gradient [${gradient.shape}].`);
      });
      const { flat } = together;
      if (!parameters.flat || !flat) {
        const own = clip > 0 ? clipped(gradients, clip) : gradients;
        parameters.slots.forEach((slot, i) => {
          update(
            own[i] as tf.Tensor,
            clock,
            rate,
            slot,
            moments.map((m) => m.slots[i] as Slot),
          );
        });
        return;
      }
      tf.tidy(() => {
        gradients.forEach((gradient, i) => {
          const source = tf.reshape(gradient, [-1]);
          const own = tf.reshape((together.slots[i] as Slot).tensor, [-1]);
          place({ source }, { place: { tensor: own, replace: neverReplaced } }, {});
        });
        if (clip > 0) clipInPlace(flat);
      });
      update(
        flat.tensor,
        clock,
        rate,
        parameters.flat,
        moments.map((m) => m.flat as Slot),
      );
    },
  };
}

/** Only where there is WebGPU do tensors lie side by side, and there nothing is replaced. */
function neverReplaced(): void {
  throw new Error('A tensor beside others is changed in place.');
}
