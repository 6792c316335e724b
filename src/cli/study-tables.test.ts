// The README says what the committed records say, and every claim in them was measured.
import { expect, test } from 'vitest';
import { outcomeOf } from '../study/outcome.ts';
import { committed, readmes } from './study-tables.ts';

test('the tables of README.md are those of the committed records', () => {
  const { is, should } = readmes();
  expect(is).toBe(should);
});

test('there are records, whole ones, of at least five seeds', () => {
  const records = committed();
  expect(records.length).toBeGreaterThan(3);
  for (const record of records) {
    const { settings, done, planned } = outcomeOf(record);
    expect(done, record.study.id).toBe(planned);
    expect(record.study.seeds.count, record.study.id).toBeGreaterThanOrEqual(5);
    for (const { rows, claims } of settings) {
      for (const row of rows) expect(row.n, `${record.study.id}, ${row.name}`).toBe(record.study.seeds.count);
      for (const { verdict } of claims) expect(verdict, record.study.id).not.toBe('not measured');
    }
    for (const { revision } of record.machines)
      expect(revision, record.study.id).not.toMatch(/dirty|unknown/);
  }
});
