// Weights that are to teach must be of the teacher's network, knobs and classes included.
import { expect, test } from 'vitest';
import type { RunWeights } from '../../contract/takeaway.ts';
import { cards } from '../../train/cards.ts';
import { writeSafetensors } from './safetensors.ts';
import { readTeacher } from './teacher-file.ts';

const weight = { shape: [2, 2], values: Float32Array.of(1, 2, 3, 4) };
const net = { model: 'mlp', widths: [], knobs: {} };
const wanted: RunWeights = {
  ...{ phase: 'students', step: 0, shape: [2], classes: ['a', 'b'] },
  networks: {
    teacher: { net, seeds: [1], parameters: [{ name: 'head.weight', ...weight }], parts: [] },
  },
};
const told = { network: JSON.stringify(net), classes: '["a","b"]' };
const read = (metadata: Record<string, string>, name = 'head.weight') =>
  readTeacher(writeSafetensors({ [name]: weight }, metadata), wanted, cards);

test('weights of this network are read, with what they tell of themselves or without', () => {
  const expected = { ok: true, weights: { 'head.weight': weight.values } };
  expect(read(told)).toEqual(expected);
  expect(read({})).toEqual(expected);
  const named = JSON.stringify({ ...net, knobs: { activation: 'relu' } });
  expect(read({ ...told, network: named })).toEqual(expected); // the default, by its name
});

test.each<[Record<string, string>, string]>([
  [{ network: JSON.stringify({ ...net, knobs: { activation: 'tanh' } }) }, '"activation":"tanh"'],
  [{ network: JSON.stringify({ ...net, model: 'cnn' }) }, 'the teacher is {"model":"mlp"'],
  [{ network: '{"model":' }, 'The file is of null'],
  [{ classes: '["b","a"]' }, 'The file knows the classes ["b","a"]; the data have ["a","b"].'],
])('%j is refused', (metadata, sentence) => {
  const file = read({ ...told, ...metadata });
  expect(file.ok ? '' : file.problem).toContain(sentence);
});

test('with several problems the first is told, and how many more there are', () => {
  const file = read(told, 'tail.weight');
  expect(file.ok ? '' : file.problem).toBe('head.weight is missing, the network needs it. (1 more)');
});
