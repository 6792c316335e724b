import { expect, test } from 'vitest';
import { growthText, longRunText, panelsOf } from './growth.ts';
import type { LongRun, Sweep } from './sweep.ts';

const sweep = (...points: [x: number, msPerStep: number][]): Sweep => ({
  what: 'lanes',
  series: [{ name: 'spirals-mlp', points: points.map(([x, msPerStep]) => ({ x, msPerStep })) }],
});
const long: LongRun = {
  before: { gpuBytes: 2 ** 20, heapBytes: null },
  milestones: [{ step: 500, msPerStep: 0.5, gpuBytes: 2 ** 21, heapBytes: 2 ** 22 }],
};

test('says whether a cost grew faster than what it is paid for', () => {
  expect(growthText([sweep([1, 2], [8, 12])])).toMatch(/8× costs 6\.0× +linear or better/);
  expect(growthText([sweep([1, 2], [8, 40])])).toMatch(/8× costs 20\.0× +WORSE THAN LINEAR/);
  expect(() => growthText([sweep()])).toThrow('lanes, spirals-mlp: nothing was measured');
});

test('says what a long run held before and on the way', () => {
  const lines = longRunText(long).split('\n');
  expect(lines[1]).toMatch(/^ +0 +– +1\.00 +–$/);
  expect(lines[2]).toMatch(/^ *500 +0\.500 +2\.00 +4\.00$/);
});

test('charts the steps and every sweep', () => {
  const panels = panelsOf([sweep([1, 2], [8, 12])], long);
  expect(panels.map(({ title, proportional }) => [title, proportional])).toEqual([
    ['steps taken', false],
    ['lanes', true],
  ]);
  expect(panels[0]?.series[0]?.points).toEqual([{ x: 500, y: 0.5 }]);
});
