import { expect, test } from 'vitest';
import { reportCells } from '../study/plan.ts';
import { cellOf, recordOf, studyOf } from '../study/testing.ts';
import { readLink } from './link.ts';
import { loadStudies, shown } from './studies.ts';

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

test('all committed records can be shown', async () => {
  const studies = await loadStudies();
  expect(studies.length).toBeGreaterThan(3);
  for (const { id, settings } of studies) {
    expect(settings.length, id).toBeGreaterThan(0);
    for (const { link, rows } of settings) {
      const opened = readLink(link);
      expect(opened.ok ? [] : opened.problems, id).toEqual([]);
      expect(rows.length, id).toBeGreaterThan(1);
    }
  }
});
