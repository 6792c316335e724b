// What a lane does otherwise than its original.
import { expect, it } from 'vitest';
import { laneDifferences } from './lane-differences.ts';
import { CARDS } from './samples.test-data.ts';

const kd = (knobs = {}, more = {}) => ({ method: 'kd', knobs, ...more });
const said = (
  ...lanes: Parameters<typeof laneDifferences> extends [infer L, infer O, unknown] ? [L, O] : never
) =>
  laneDifferences(...lanes, CARDS).map((one) =>
    one.what === 'knob' ? [one.name, one.from, one.to] : Object.values(one),
  );

it('names every knob that stands elsewhere, with both values, defaults filled in', () => {
  expect(said(kd({ T: 8 }), kd())).toEqual([['T', 4, 8]]);
  expect(said(kd({ form: 'reverse' }), kd({ T: 2 }))).toEqual([
    ['T', 2, 4],
    ['form', 'forward', 'reverse'],
  ]);
});

it('is nothing for a copy as it was made, whatever its name and colour are', () => {
  expect(said(kd({ T: 4 }, { name: 'Mine', color: 5, from: 1 }), kd())).toEqual([]);
});

it('is the method alone where that is another', () => {
  expect(said({ method: 'adl', knobs: { beta: 2 } }, kd({ T: 8 }))).toEqual([['method', 'kd', 'adl']]);
});

it('tells terms that are left out from terms that are there again, and code that is another', () => {
  expect(said(kd({}, { without: ['hard', 'soft'] }), kd({}, { without: ['soft'] }))).toEqual([
    ['without', 'hard'],
  ]);
  expect(said(kd(), kd({}, { without: ['soft'] }))).toEqual([['with', 'soft']]);
  expect(said(kd({}, { code: 'return 1.0;' }), kd())).toEqual([['code']]);
});
