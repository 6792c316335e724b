// Set-ups as studies.
import { expect, test } from 'vitest';
import { PRESETS } from '../contract/presets.ts';
import { methodsOf, parseStudy, type Study } from '../contract/study.ts';
import { referenceOf } from './outcome.ts';
import { setupOf } from './plan.ts';
import { presetStudy, setupStudy } from './presets.ts';

test.each(PRESETS)(
  'the experiment $id is a study: every lane a method, the first the student alone',
  ({ id, setup }) => {
    const study = presetStudy(id) as Study;
    const parsed = parseStudy(JSON.parse(JSON.stringify(study)));
    if (!parsed.ok) throw new Error(parsed.problems.join(' '));
    const methods = methodsOf(parsed.value);
    expect(methods.map(({ lane }) => lane.method)).toEqual(setup.lanes.map(({ method }) => method));
    expect(methods[0]?.name).toBe('alone');
    const { name } = methods[1] as (typeof methods)[number];
    const { lanes } = setupOf(parsed.value, { setting: '', method: name, first: 1, count: 1, point: {} });
    expect(lanes).toEqual([setup.lanes[1]]);
  },
);

test('soft targets are what others are compared with, on detectors too; without them nothing is', () => {
  expect(referenceOf(presetStudy('digits') as Study)).toBe('kd');
  expect(referenceOf(presetStudy('detectors') as Study)).toBe('detector-kd');
  const { setup } = PRESETS[0] as (typeof PRESETS)[number];
  expect(referenceOf(setupStudy('bare', { ...setup, lanes: setup.lanes.slice(0, 1) }))).toBeUndefined();
});
