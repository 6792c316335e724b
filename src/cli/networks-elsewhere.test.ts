// Networks of every kind, written as ONNX and as a LayersModel and run there, say what the engine says.
import * as tfjs from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs-core';
import * as ort from 'onnxruntime-web';
import { beforeAll, describe, expect, test } from 'vitest';
import { withDefaults } from '../contract/cards.ts';
import type { NetSpec } from '../contract/setup.ts';
import { random } from '../data/random.ts';
import { anchorsOf } from '../detect/anchors.ts';
import { type Box, type Deltas, decode } from '../detect/boxes.ts';
import { bootEngine } from '../gpu/engine.ts';
import { buildNetwork, initialise } from '../nn/network.ts';
import { modelById } from '../nn/registry.ts';
import { writeLayersModel } from '../state/takeaway/layers-model.ts';
import { writeOnnx } from '../state/takeaway/onnx.ts';
import { type Network, networkOf } from '../state/takeaway/plan.ts';

const CLASSES = ['a', 'b', 'c'];
const SAMPLES = 5;
const IMAGE = [9, 8, 2];
const cnn = (downsample: string, norm: string, widths = [8, 6]): [NetSpec, number[]] => [
  { model: 'cnn', widths, knobs: { downsample, norm } },
  IMAGE,
];
const KINDS: [string, NetSpec, number[]][] = [
  ['no hidden layer', { model: 'mlp', widths: [], knobs: {} }, [2]],
  ['points, tanh', { model: 'mlp', widths: [5, 4], knobs: { activation: 'tanh' } }, [2]],
  ['images, relu', { model: 'mlp', widths: [7], knobs: {} }, IMAGE],
  ...['stride', 'pool', 'none'].flatMap((downsample) =>
    ['none', 'group'].map(
      (norm) => [`cnn ${downsample} ${norm}`, ...cnn(downsample, norm)] as [string, NetSpec, number[]],
    ),
  ),
  ['cnn group, one filter', ...cnn('stride', 'group', [1, 3])],
];

beforeAll(async () => {
  await bootEngine('cpu');
});

/** A network with weights by chance (biases, scales and shifts too), samples, and the engine's logits for the second of two seeds. */
async function made(net: NetSpec, shape: number[]) {
  const built = buildNetwork(net, shape, CLASSES.length);
  const weights = initialise(built.parameters, (seed, name) => random(seed, name), 2);
  const parameters = built.parameters.map(({ name, shape }) => {
    const values = weights[name] as Float32Array;
    const chance = random(5, name);
    return { name, shape, values: values.map((value) => value + 0.3 * chance.normal()) };
  });
  const size = SAMPLES * shape.reduce((a, b) => a * b, 1);
  const chance = random(7, 'samples');
  const x = Float32Array.from({ length: size }, () => chance.normal());
  const all = Object.fromEntries(
    parameters.map(({ name, shape, values }) => [name, tf.tensor(values, [2, ...shape])]),
  );
  const both = tf.tensor(Float32Array.from([...x, ...x]), [2, SAMPLES, ...shape]);
  const said = (await built.apply(all, both).logits.data()) as Float32Array;
  const full = { ...net, knobs: withDefaults(modelById(net.model).knobs, net.knobs) };
  const network = networkOf({ net: full, seeds: [3, 4], parameters, parts: [] }, 4, shape, CLASSES);
  return { network, x, logits: said.slice(said.length / 2) };
}

async function byOnnx(network: Network, x: Float32Array): Promise<Float32Array> {
  const session = await ort.InferenceSession.create(writeOnnx(network, { classes: CLASSES.join() }));
  const { logits } = await session.run({
    samples: new ort.Tensor('float32', x, [SAMPLES, ...network.shape]),
  });
  return logits?.data as Float32Array;
}

async function byLayers(network: Network, x: Float32Array): Promise<Float32Array> {
  const { json, weights } = writeLayersModel(network, {});
  const { modelTopology, weightsManifest } = JSON.parse(json);
  const artifacts = { modelTopology, weightSpecs: weightsManifest[0].weights, weightData: weights.buffer };
  const model = await tfjs.loadLayersModel(tfjs.io.fromMemory(artifacts));
  const said = model.predict(tfjs.tensor(x, [SAMPLES, ...network.shape])) as tfjs.Tensor;
  return (await said.data()) as Float32Array;
}

const worst = (a: Float32Array, b: Float32Array) =>
  Math.max(Math.abs(a.length - b.length), ...a.map((value, i) => Math.abs(value - (b[i] as number))));

describe.each(KINDS)('%s', (_, net, shape) => {
  test('in onnxruntime, to 1e-4', async () => {
    const { network, x, logits } = await made(net, shape);
    expect(worst(await byOnnx(network, x), logits)).toBeLessThan(1e-4);
  });

  test('in tfjs-layers, to 1e-5', async () => {
    const { network, x, logits } = await made(net, shape);
    const scale = Math.max(1, ...logits.map(Math.abs));
    expect(worst(await byLayers(network, x), logits) / scale).toBeLessThan(1e-5);
  });
});

describe.each([[[4, 8]], [[8]], [[2, 4, 8]]])('a detector with levels of stride %s', (strides) => {
  const spec = { size: 16, strides, scales: [1, 1.5], ratios: [1, 2] };
  const shape = [16, 16, 2];
  const anchors = anchorsOf(spec);

  /** With weights by chance; samples, and what the engine says of them. */
  function detector() {
    const net: NetSpec = { model: 'retina', widths: [3, 4, 5], knobs: { pyramid: 4 } };
    const built = buildNetwork(net, shape, CLASSES.length, spec);
    const values = initialise(built.parameters, (seed, name) => random(seed, name), 1);
    const parameters = built.parameters.map(({ name, shape }) => {
      const chance = random(5, name);
      return {
        name,
        shape,
        values: (values[name] as Float32Array).map((value) => value + 0.3 * chance.normal()),
      };
    });
    const chance = random(7, 'samples');
    const x = Float32Array.from({ length: SAMPLES * 512 }, () => chance.normal());
    const params = Object.fromEntries(
      parameters.map(({ name, shape, values }) => [name, tf.tensor(values, [1, ...shape])]),
    );
    const { logits, boxes } = built.apply(params, tf.tensor(x, [1, SAMPLES, ...shape]));
    const own = { net, seeds: [1], parameters, parts: [] };
    const started = { spec, boxes: Float32Array.from(anchors.flat()) };
    return {
      network: networkOf(own, 1, shape, CLASSES, started),
      x,
      logits: logits.dataSync() as Float32Array,
      boxes: boxes?.dataSync() as Float32Array,
    };
  }

  test('in onnxruntime: its scores, and its boxes decoded', async () => {
    const { network, x, logits, boxes } = detector();
    const session = await ort.InferenceSession.create(writeOnnx(network, {}));
    const found = await session.run({ samples: new ort.Tensor('float32', x, [SAMPLES, ...shape]) });
    expect(found.scores?.dims).toEqual([SAMPLES, anchors.length, CLASSES.length]);
    const scores = logits.map((logit) => 1 / (1 + Math.exp(-logit)));
    expect(worst(found.scores?.data as Float32Array, scores)).toBeLessThan(1e-5);
    const inside = (v: number) => Math.min(16, Math.max(0, v));
    const decoded = Array.from({ length: SAMPLES * anchors.length }, (_, i) => {
      const deltas = [...boxes.subarray(4 * i, 4 * i + 4)] as unknown as Deltas;
      return decode(deltas, anchors[i % anchors.length] as Box).map(inside);
    }).flat();
    expect(worst(found.boxes?.data as Float32Array, Float32Array.from(decoded))).toBeLessThan(1e-3);
    expect(new Set(decoded.map(Math.round)).size).toBeGreaterThan(5); // neither all at the edge nor all alike
  });

  test('in tfjs-layers: its logits, and its boxes from the anchors in the metadata', async () => {
    const { network, x, logits, boxes } = detector();
    const { json, weights } = writeLayersModel(network, { classes: CLASSES.join() });
    const { modelTopology, weightsManifest, userDefinedMetadata } = JSON.parse(json);
    const artifacts = { modelTopology, weightSpecs: weightsManifest[0].weights, weightData: weights.buffer };
    const model = await tfjs.loadLayersModel(tfjs.io.fromMemory(artifacts));
    const said = model.predict(tfjs.tensor(x, [SAMPLES, ...shape])) as tfjs.Tensor[];
    expect(said.map((one) => one.shape)).toEqual([
      [SAMPLES, anchors.length, CLASSES.length],
      [SAMPLES, anchors.length, 4],
    ]);
    for (const [i, own] of [logits, boxes].entries()) {
      const scale = Math.max(1, ...own.map(Math.abs));
      expect(worst((await said[i]?.data()) as Float32Array, own) / scale).toBeLessThan(1e-5);
    }
    const told = JSON.parse(userDefinedMetadata.anchors) as number[][];
    expect(told.flat()).toEqual([...Float32Array.from(anchors.flat())]);
    expect(userDefinedMetadata.classes).toBe('a,b,c');
  });
});

test('other weights give other logits: the comparison would see it', async () => {
  const { network, x, logits } = await made(...cnn('pool', 'group'));
  const weights = new Map(network.weights);
  const { shape, values } = weights.get('stage2.norm.shift') as { shape: number[]; values: Float32Array };
  weights.set('stage2.norm.shift', { shape, values: values.map((value, i) => value + (i === 0 ? 0.1 : 0)) });
  const spoilt = { ...network, weights };
  expect(worst(await byOnnx(spoilt, x), logits)).toBeGreaterThan(1e-3);
  expect(worst(await byLayers(spoilt, x), logits)).toBeGreaterThan(1e-3);
});
