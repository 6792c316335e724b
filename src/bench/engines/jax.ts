// The other baseline: the step as a user of jax-js writes it, one `jit` of forward pass, gradient and Adam for all
// lanes. What a user could do beforehand is done beforehand: batches and one-hot labels lie on the device.
import {
  blockUntilReady,
  defaultDevice,
  init,
  jit,
  lax,
  nn,
  numpy as np,
  tree,
  type Array as Value,
  valueAndGrad,
} from '@jax-js/jax';
import type { Start, Trainer } from '../trainer.ts';
import { BETA2, EPSILON, type LaneKnobs, TRAINING, type Weights, type Workload } from '../workload.ts';

type Values = Record<string, Value>;
type LaneState = { readonly weights: Values; readonly m: Values; readonly v: Values };
/** `step` counts the steps taken. */
type State = { lanes: LaneState[]; step: Value };
type Device = 'webgpu' | 'wasm';

export const startJax =
  (device: Device): Start =>
  async (workload) => {
    if (workload.anchors) throw new Error('The detector was not written for jax-js.');
    if (!(await init(device)).includes(device)) throw new Error(`jax-js finds no ${device} here.`);
    defaultDevice(device);
    return new JaxTrainer(workload, device);
  };

/** jax-js counts references: a function consumes its arguments, and `.ref` keeps one for later. */
class JaxTrainer implements Trainer {
  private readonly teacher: Values;
  private readonly batches: readonly { readonly x: Value; readonly target: Value }[];
  private readonly jitted;
  private state: State;
  private last: Value | null = null;
  private taken = 0;

  constructor(
    workload: Workload,
    private readonly device: Device,
  ) {
    this.teacher = valuesOf(workload, workload.teacher);
    this.batches = workload.batches.map(({ x, labels }) => ({
      x: batchOf(workload, x),
      target: oneHot(labels, workload.classes),
    }));
    this.state = {
      lanes: workload.lanes.map(() => ({
        weights: valuesOf(workload, workload.student),
        m: zerosLike(workload),
        v: zerosLike(workload),
      })),
      step: np.array(0),
    };
    this.jitted = jit(stepOf(workload));
  }

  enter(): void {
    defaultDevice(this.device);
  }

  steps(count: number): void {
    for (let k = 0; k < count; k++) {
      const { x, target } = this.batches[this.taken++ % this.batches.length] as (typeof this.batches)[number];
      this.last?.dispose();
      const [state, loss] = this.jitted(this.state, tree.ref(this.teacher), x.ref, target.ref);
      this.state = state;
      this.last = loss;
      this.issue(loss.ref);
    }
  }

  /** Nothing runs in jax-js before somebody wants a result; wanting it without waiting issues the step. */
  private issue(loss: Value): void {
    if (this.device === 'webgpu') loss.gpuBufferSync();
    else loss.item();
  }

  async loss(): Promise<number> {
    if (!this.last) throw new Error('No step was taken yet.');
    await blockUntilReady([this.last, this.state]);
    return (await this.last.ref.data())[0] as number;
  }

  dispose(): void {
    tree.dispose([this.teacher, this.state, ...this.batches.map(({ x, target }) => [x, target])]);
    this.last?.dispose();
    this.jitted.dispose();
  }
}

/** (state, teacher, x, target) → [state, mean loss of the lanes before the update]. */
function stepOf(workload: Workload) {
  return (state: State, teacher: Values, x: Value, target: Value): [State, Value] => {
    const logits = forward(workload, teacher, x.ref);
    const step = state.step.add(1);
    const losses: Value[] = [];
    const lanes = workload.lanes.map((knobs, i) => {
      const { weights, m, v } = state.lanes[i] as LaneState;
      const loss = (w: Values) => lossOf(knobs, forward(workload, w, x.ref), logits.ref, target.ref);
      const [value, gradients] = valueAndGrad(loss)(tree.ref(weights)) as [Value, Values];
      losses.push(value);
      return adam({ weights, m, v }, gradients, step.ref);
    });
    logits.dispose();
    x.dispose();
    target.dispose();
    const sum = losses.reduce((a, b) => a.add(b));
    return [{ lanes, step }, sum.div(losses.length)];
  };
}

/** (1−α)·CE + α·T²·KL(teacher ‖ student), means over the batch. */
function lossOf({ T, alpha }: LaneKnobs, logits: Value, teacherLogits: Value, target: Value): Value {
  const hard = np.mean(np.sum(target.mul(nn.logSoftmax(logits.ref)), -1)).neg();
  const logQ = nn.logSoftmax(lax.stopGradient(teacherLogits).div(T));
  const logP = nn.logSoftmax(logits.div(T));
  const soft = np.mean(np.sum(np.exp(logQ.ref).mul(logQ.sub(logP)), -1));
  return hard.mul(1 - alpha).add(soft.mul(alpha * T * T));
}

/** One update of Adam; `step` counts from 1. */
function adam({ weights, m, v }: LaneState, gradients: Values, step: Value): LaneState {
  const next = { weights: {} as Values, m: {} as Values, v: {} as Values };
  const missing = (beta: number) => np.expm1(step.ref.mul(Math.log(beta))).neg(); // 1 − βᵗ
  const { rate, momentum } = TRAINING;
  for (const [name, g] of Object.entries(gradients)) {
    const m1 = (m[name] as Value).mul(momentum).add(g.ref.mul(1 - momentum));
    const v1 = (v[name] as Value).mul(BETA2).add(np.square(g).mul(1 - BETA2));
    const spread = np.sqrt(v1.ref.div(missing(BETA2))).add(EPSILON);
    next.weights[name] = (weights[name] as Value).sub(m1.ref.div(missing(momentum)).div(spread).mul(rate));
    next.m[name] = m1;
    next.v[name] = v1;
  }
  step.dispose();
  return next;
}

/** [batch, inputs] or [batch, channels, height, width] → logits [batch, classes]. Consumes weights and x. */
function forward({ net }: Workload, w: Values, x: Value): Value {
  const at = (name: string) => w[name] as Value;
  const dense = (y: Value, name: string) => np.matmul(y, at(`${name}.weight`)).add(at(`${name}.bias`));
  if (net.model === 'mlp') {
    return dense(
      net.widths.reduce((y, _, i) => nn.relu(dense(y, `stage${i + 1}`)), x),
      'head',
    );
  }
  const normalised = net.knobs.norm === 'group';
  const alongChannels = (value: Value) => value.reshape([1, -1, 1, 1]);
  let y = x;
  net.widths.forEach((_, i) => {
    const name = `stage${i + 1}`;
    y = lax.conv(y, at(`${name}.weight`), [1, 1], 'SAME').add(alongChannels(at(`${name}.bias`)));
    if (normalised) {
      y = groupNorm(y)
        .mul(alongChannels(at(`${name}.norm.scale`)))
        .add(alongChannels(at(`${name}.norm.shift`)));
    }
    y = maxPool(nn.relu(y));
  });
  return dense(np.mean(y, [2, 3]), 'head');
}

/** The largest of every 2×2 pixels of [batch, channels, height, width], where height and width are even. */
function maxPool(x: Value): Value {
  const [batch, channels, height, width] = x.shape as [number, number, number, number];
  return np.max(x.reshape([batch, channels, height / 2, 2, width / 2, 2]), [3, 5]);
}

const GROUPS = 4;
const VARIANCE_EPSILON = 1e-5;

/** Group normalisation of [batch, channels, height, width], without scale and shift. */
function groupNorm(x: Value): Value {
  const { shape } = x;
  const grouped = x.reshape([shape[0] as number, GROUPS, -1]);
  const centred = grouped.ref.sub(np.mean(grouped, -1, { keepdims: true }));
  const variance = np.mean(np.square(centred.ref), -1, { keepdims: true });
  return centred.div(np.sqrt(variance.add(VARIANCE_EPSILON))).reshape(shape);
}

/** Weights in the shapes that jax-js takes: filters are [filters, channels, 3, 3]. */
function valuesOf({ parameters, net }: Workload, weights: Weights): Values {
  return Object.fromEntries(
    parameters.map(({ name, shape }) => {
      const value = np.array(weights[name] as Float32Array<ArrayBuffer>).reshape([...shape]);
      const isFilter = net.model === 'cnn' && /^stage\d+\.weight$/.test(name);
      if (!isFilter) return [name, value];
      const [taps, filters] = shape as [number, number];
      return [name, np.transpose(value.reshape([3, 3, taps / 9, filters]), [3, 2, 0, 1])];
    }),
  );
}

const zerosLike = (workload: Workload): Values => {
  const zeros = Object.fromEntries(
    workload.parameters.map(({ name, shape }) => [name, new Float32Array(shape.reduce((a, b) => a * b, 1))]),
  );
  return valuesOf(workload, zeros);
};

/** A batch as the network takes it: flat for an MLP, channels first for a CNN. */
function batchOf({ net, shape, batch }: Workload, x: Float32Array): Value {
  const value = np.array(x as Float32Array<ArrayBuffer>);
  if (net.model === 'mlp') return value.reshape([batch, -1]);
  return np.transpose(value.reshape([batch, ...shape]), [0, 3, 1, 2]);
}

function oneHot(labels: Int32Array, classes: number): Value {
  const target = new Float32Array(labels.length * classes);
  labels.forEach((label, i) => {
    target[i * classes + label] = 1;
  });
  return np.array(target).reshape([labels.length, classes]);
}
