// What can be wrong with data: noise on inputs and flipped training labels, and the knobs that say how much.
import type { RangeKnob } from '../contract/cards.ts';
import type { Random } from './random.ts';

/** The knob for noise on inputs; `noise` is the standard deviation, in the unit of the inputs. */
export function noiseKnob(max: number, value: number): RangeKnob {
  return {
    kind: 'range',
    min: 0,
    max,
    step: 0.01,
    default: value,
    live: false,
    label: { en: 'Noise', zh: '噪声' },
    symbol: String.raw`\sigma`,
    hint: {
      en: 'How far every input is shaken, as a standard deviation.',
      zh: '每个输入被扰动的幅度(标准差)。',
    },
  };
}

/** The knob for wrong labels; `labelNoise` is the share of training labels that are flipped. */
export function labelNoiseKnob(): RangeKnob {
  return {
    kind: 'range',
    min: 0,
    max: 0.5,
    step: 0.01,
    default: 0,
    live: false,
    label: { en: 'Wrong labels', zh: '错误标签' },
    hint: {
      en: 'The share of training labels that are flipped to another class. Validation and test stay clean.',
      zh: '被改成其他类别的训练标签所占的比例;验证集和测试集保持干净。',
    },
  };
}

/**
 * Labels of which round(share · n) are flipped to another class, each other class equally likely. y is [n]; it is not
 * changed. A larger share flips the same labels and more.
 */
export function flipLabels(y: Int32Array, share: number, classes: number, chance: Random): Int32Array {
  const noisy = Int32Array.from(y);
  if (share <= 0 || classes < 2) return noisy;
  const order = chance.permutation(y.length);
  const flips = Math.round(share * y.length);
  for (let k = 0; k < flips; k++) {
    const i = order[k] as number;
    noisy[i] = ((y[i] as number) + 1 + chance.int(classes - 1)) % classes;
  }
  return noisy;
}

/** Adds sigma · normal to every value, in place. Values are not clipped: the noise stays Gaussian. */
export function addNoise(values: Float32Array, sigma: number, chance: Random): void {
  if (sigma <= 0) return;
  for (let i = 0; i < values.length; i++) values[i] = (values[i] as number) + sigma * chance.normal();
}
