// The optimizers: they change parameters in place, and keep their moments in slots beside them.
import * as tf from '@tensorflow/tfjs-core';
import type { TrainingSpec } from '../contract/setup.ts';
import type { Slot, Slots, State } from '../gpu/slots.ts';
import { adam, logBeta } from './kernels/adam.ts';
import { sgd } from './kernels/sgd.ts';

export interface Optimizer {
  /**
   * One update of a parameter, which must be among those the optimizer was made for.
   * `gradient` has the parameter's shape, `rate` is the base learning rate [1], and the clock shows the step.
   */
  apply(parameter: Slot, gradient: tf.Tensor, clock: Slot, rate: tf.Tensor): void;
}

type Moments = Readonly<Record<string, Slot>>;

/** An optimizer for the given parameters; it creates its moments as slots, `<parameter>/m` and so on. */
export function makeOptimizer(
  training: Pick<TrainingSpec, 'optimizer' | 'momentum' | 'weightDecay'>,
  slots: Slots,
  parameters: readonly Slot[],
): Optimizer {
  const { optimizer, momentum, weightDecay } = training;
  const names = optimizer === 'sgd' ? ['velocity'] : ['m', 'v'];
  const moments = new Map<Slot, Moments>(
    parameters.map((slot) => {
      const zeros = () => new Float32Array(slot.tensor.size);
      return [
        slot,
        Object.fromEntries(
          names.map((n) => [n, slots.create(`${slot.name}/${n}`, zeros(), slot.tensor.shape)]),
        ),
      ];
    }),
  );
  return {
    apply(slot, gradient, clock, rate) {
      const own = moments.get(slot);
      if (!own) throw new Error(`The optimizer was not made for ${slot.name}.`);
      tf.tidy(() => {
        const parameter = flat(slot);
        const inputs = { gradient: tf.reshape(gradient, [-1]), clock: clock.tensor, rate };
        if (optimizer === 'sgd') {
          sgd(inputs, { parameter, velocity: flat(own.velocity as Slot) }, { momentum, weightDecay });
        } else {
          const decoupled = Number(optimizer === 'adamw');
          const state = { parameter, m: flat(own.m as Slot), v: flat(own.v as Slot) };
          adam(inputs, state, { beta1: momentum, logBeta1: logBeta(momentum), weightDecay, decoupled });
        }
      });
    },
  };
}

/** A slot seen as [size]: a reshape shares the numbers, so an update in place changes the slot. */
function flat(slot: Slot): State {
  const { shape } = slot.tensor;
  return {
    get tensor() {
      return tf.reshape(slot.tensor, [-1]);
    },
    replace: (tensor) => slot.replace(tf.reshape(tensor, shape)),
  };
}
