import { expect, test } from 'vitest';
import { reportCells } from '../study/plan.ts';
import { markdown } from '../study/report.ts';
import { cellOf, recordOf, studyOf } from '../study/testing.ts';
import { readLink } from './link.ts';
import { claimsOf, loadStudies, shown } from './studies.ts';

test('the page shows what the record says, and opens the experiment behind it', () => {
  const study = studyOf({ data: 'fresh', claims: [{ better: 'kd', than: 'alone', on: 'accuracy' }] });
  const accuracies: Record<string, number[]> = {
    alone: [0.5, 0.6, 0.7],
    kd: [0.6, 0.72, 0.78],
    adl: [0.6, 0.7, 0.8],
  };
  const cells = Object.entries(accuracies).flatMap(([method, values]) =>
    reportCells(study, { setting: '', method }, {}).map((plan, i) => cellOf(plan, [values[i] as number])),
  );
  const [setting] = shown(recordOf(study, cells)).settings;
  const kd = setting?.rows.find(({ name }) => name === 'kd');
  expect(kd?.accuracy).toBe('70.00 ± 9.17');
  expect(kd?.vsAlone).toBe('+10.00 [+5.03, +14.97]');
  expect(kd?.over?.mean).toBeCloseTo(10, 9);
  expect(setting?.claims).toMatchObject([{ better: 'kd', than: 'alone', verdict: 'shows', n: 3 }]);
  const opened = readLink(setting?.link ?? '');
  expect(opened.ok && opened.value.setup.lanes.map(({ method }) => method)).toEqual(['alone', 'kd', 'adl']);
  expect(opened.ok && opened.value.setup.data.draw).toBe(1);
});

test('a method’s claims are found in all studies, under whatever name its lane has there', () => {
  const lane = { method: 'kd', knobs: { T: 2 } };
  const change = { methods: ['alone', { name: 'kd T=2', lane }, 'adl'] };
  const claims = [
    { better: 'kd T=2', than: 'alone', on: 'accuracy', by: 0.02 },
    { better: 'adl', than: 'alone', on: 'accuracy' },
  ];
  const study = shown(recordOf(studyOf({ ...change, claims }), []));
  expect(claimsOf('kd', [study, study], ({ en }) => en)).toMatchObject(
    [1, 2].map(() => ({ better: 'kd T=2', by: 0.02, of: 'Digits', verdict: 'not measured' })),
  );
  expect(claimsOf('mse', [study], ({ en }) => en)).toEqual([]);
});

test('all committed records can be shown', async () => {
  const studies = await loadStudies();
  expect(studies.length).toBeGreaterThan(3);
  for (const { id, settings } of studies) {
    expect(settings.length, id).toBeGreaterThan(0);
    for (const { claims } of settings) for (const { method } of claims) expect(method, id).not.toBeNull();
    for (const { link, rows } of settings) {
      const opened = readLink(link);
      expect(opened.ok ? [] : opened.problems, id).toEqual([]);
      expect(rows.length, id).toBeGreaterThan(1);
    }
  }
});

test('detectors are judged by average precision, and the page and the tables say so', () => {
  const study = studyOf({ claims: [{ better: 'kd', than: 'alone', on: 'accuracy' }] });
  const methods = [{ name: 'alone', lane: { method: 'focal', knobs: {} } }, 'kd'];
  const [classes, scenes] = [study, { ...study, methods }].map((one) => recordOf(one, [])) as [
    ReturnType<typeof recordOf>,
    ReturnType<typeof recordOf>,
  ];
  expect(shown(classes)).toMatchObject({
    judgedBy: 'accuracy',
    settings: [{ claims: [{ on: 'accuracy' }] }],
  });
  expect(shown(scenes)).toMatchObject({
    judgedBy: 'precision',
    settings: [{ claims: [{ on: 'precision' }] }],
  });
  expect(markdown(classes)).toContain('kd better than alone in accuracy');
  expect(markdown(scenes)).toContain('kd better than alone in average precision');
});
