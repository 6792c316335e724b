// What a study computes: the same number of trials for each method, on seeds and data that are not reported.
import { expect, test } from 'vitest';
import { parseStudy } from '../contract/study.ts';
import { narrowed } from './narrowed.ts';
import { apartOf, chosenPoint, dueCells, experimentOf, reportCells, searchCells, setupOf } from './plan.ts';
import { merge } from './record.ts';
import { cellOf, MACHINE, recordOf, studyOf } from './testing.ts';

const tuning = {
  first: 50,
  count: 2,
  trials: 2,
  search: { alone: { 'training.rate': [0.01, 0.03] }, kd: { T: [1, 4] }, adl: { T: [1, 4] } },
};
const KD = { setting: '', method: 'kd' };

test('every cell has a key of its own, and the search comes first', () => {
  const study = studyOf({ tuning });
  const { due, waiting, all } = dueCells(recordOf(study, []));
  expect(due.every(({ purpose }) => purpose === 'search')).toBe(true);
  expect([due.length, waiting, all]).toEqual([6, 3, 9]);
  expect(new Set(due.map(({ key }) => key)).size).toBe(6);
  expect(searchCells(study, KD).map(({ key }) => key)).toEqual([
    'search | kd | T=1 | seeds 50–51',
    'search | kd | T=4 | seeds 50–51',
  ]);
});

test('the search chooses by validation accuracy, the first of equals; a stopped point is out', () => {
  const study = studyOf({ tuning });
  const [low, high] = searchCells(study, KD);
  const at = (one: number[], other: number[], stopped: string | null = null) =>
    chosenPoint(
      study,
      recordOf(study, [
        cellOf(low as never, one),
        stopped ? cellOf(high as never, [], { stopped }) : cellOf(high as never, other),
      ]).cells,
      KD,
    );
  expect(at([0.5, 0.6], [0.7, 0.6])).toEqual({ T: 4 });
  expect(at([0.5, 0.6], [0.6, 0.5])).toEqual({ T: 1 });
  expect(at([0.1, 0.1], [], 'no number')).toEqual({ T: 1 });
  expect(chosenPoint(study, recordOf(study, [cellOf(low as never, [1, 1])]).cells, KD)).toBeNull();
});

test('the cells of a search have no test numbers to choose by', () => {
  const study = studyOf({ tuning });
  for (const { seeds } of searchCells(study, KD).map((plan) => cellOf(plan, [0.5, 0.6])))
    for (const { last, best } of seeds) expect([last.test, best.test]).toEqual([null, null]);
});

test('seeds that are reported are not those of the search, and each method has as many trials', () => {
  const problems = (change: object) => {
    const parsed = parseStudy({ ...studyOf(), tuning: { ...tuning, ...change } });
    return parsed.ok ? [] : parsed.problems;
  };
  expect(problems({})).toEqual([]);
  expect(problems({ first: 2 })).toEqual([
    'tuning: its seeds 2–3 and those reported, 1–3, have some in common.',
  ]);
  expect(problems({ search: { ...tuning.search, kd: { T: [1, 2, 4] } } })).toEqual([
    'tuning.search.kd: has 3 points, each method has 2.',
  ]);
  expect(problems({ search: { alone: tuning.search.alone, kd: tuning.search.kd } })).toEqual([
    'tuning.search.adl: has 1 points, each method has 2.',
  ]);
});

test('a study without the student alone is none', () => {
  const parsed = parseStudy({ ...studyOf(), methods: ['kd'] });
  expect(parsed.ok ? [] : parsed.problems).toEqual([
    'methods: the student alone, "alone", is missing; all are compared with it.',
  ]);
});

test('the teacher is no method, and a claim may be held against it alone', () => {
  const problems = (change: object) => {
    const parsed = parseStudy({ ...studyOf(), ...change });
    return parsed.ok ? [] : parsed.problems;
  };
  const claim = (change: object) => ({
    claims: [{ better: 'kd', than: 'alone', on: 'accuracy', ...change }],
  });
  expect(problems(claim({ than: 'teacher' }))).toEqual([]);
  expect(problems(claim({ better: 'teacher' }))).toEqual([
    'claims.0: there is no method "teacher"; there are alone, kd, adl.',
  ]);
  expect(problems(claim({ than: { best: ['teacher', 'adl'] } }))).toEqual([
    'claims.0: there is no method "teacher"; there are alone, kd, adl.',
  ]);
  expect(problems(claim({ than: 'teacher', on: 'kl' }))).toEqual([
    'claims.0.on: a teacher has no "kl"; it has accuracy, loss, calibration.',
  ]);
  const lane = { method: 'kd', knobs: {} };
  expect(problems({ methods: ['alone', { name: 'teacher', lane }] })).toEqual([
    'methods: "teacher" is the name of what they learn from.',
  ]);
});

test('with fewer methods go the claims of those left out, and those against the teacher stay', () => {
  const on = 'accuracy';
  const of = (better: string, than: string) => ({ better, than, on });
  const study = studyOf({
    claims: [of('kd', 'teacher'), of('adl', 'teacher'), of('kd', 'adl'), of('kd', 'alone')],
  });
  const fewer = narrowed(study, { first: 5, count: 2 }, new Set(['kd']));
  expect(fewer.ok && fewer.value.claims).toMatchObject([
    { better: 'kd', than: 'teacher', on },
    { better: 'kd', than: 'alone', on },
  ]);
  expect(fewer.ok && fewer.value.methods).toEqual(['alone', 'kd']);
});

test('fresh data are another draw for every seed, fixed ones the draw that all runs share', () => {
  const fresh = studyOf({ data: 'fresh' });
  const cells = reportCells(fresh, KD, {});
  expect(cells.map(({ first, count }) => [first, count])).toEqual([
    [1, 1],
    [2, 1],
    [3, 1],
  ]);
  expect(cells.map((cell) => setupOf(fresh, cell).data.draw)).toEqual([1, 2, 3]);
  const [together] = reportCells(studyOf(), KD, {});
  expect(together?.count).toBe(3);
  expect(setupOf(studyOf(), together as never).data.draw).toBeUndefined();
});

test('what the search found stands in the set-up: a knob in the lane, a path in its place', () => {
  const study = studyOf({
    axes: [{ name: { en: 'width' }, points: [{ name: '8', set: { 'student.widths': [8] } }] }],
  });
  const setup = setupOf(study, {
    setting: '8',
    method: 'kd',
    point: { T: 2, 'training.rate': 0.03 },
    first: 7,
    count: 1,
  });
  expect(setup.lanes).toEqual([{ method: 'kd', knobs: { T: 2 } }]);
  expect([setup.training.rate, setup.student.widths, setup.seed]).toEqual([0.03, [8], 7]);
});

test('shards share the cells among them, each once, and merged they are the whole', () => {
  const study = studyOf({ data: 'fresh' });
  const shares = [1, 2].map((part) => dueCells(recordOf(study, []), { part, of: 2 }).due);
  const whole = dueCells(recordOf(study, [])).due;
  expect(
    shares
      .flat()
      .map(({ key }) => key)
      .sort(),
  ).toEqual(whole.map(({ key }) => key).sort());
  expect(shares.every(({ length }) => length > 0)).toBe(true);
  const done = (plans: typeof whole) =>
    recordOf(
      study,
      plans.map((plan, i) => cellOf(plan, [0.5 + i / 100])),
    );
  const merged = merge(shares.map(done));
  expect(dueCells(merged).due).toEqual([]);
  expect(merged.cells).toHaveLength(9);
  expect(merged.machines).toEqual([MACHINE]);
  expect(() => merge([done(whole), { ...done(whole), study: { ...study, id: 'another' } }])).toThrow(
    'one is of the study made-up, the other of another',
  );
});

test('a record goes on where it was left', () => {
  const study = studyOf({ data: 'fresh' });
  const all = dueCells(recordOf(study, [])).due;
  const half = recordOf(
    study,
    all.slice(0, 4).map((plan) => cellOf(plan, [0.5])),
  );
  expect(dueCells(half).due.map(({ key }) => key)).toEqual(all.slice(4).map(({ key }) => key));
});

test('what the page opens has the methods that share its data, and none with some of its own', () => {
  const kd = (name: string, set?: object) => ({
    name,
    lane: { method: 'kd', knobs: {} },
    ...(set && { set }),
  });
  const methods = [kd('KD, no pool', { 'data.pool': 0 }), kd('KD, pool'), 'alone'];
  const setup = experimentOf(studyOf({ methods }), '', () => ({ T: 2 }));
  expect(setup.lanes).toEqual([
    { method: 'alone', knobs: { T: 2 } },
    { method: 'kd', knobs: { T: 2 }, name: 'KD, pool' },
  ]);
  expect(setup.data.pool).toBeGreaterThan(0);
  expect(apartOf(studyOf({ methods }))).toEqual(['KD, no pool']);
  // Where the student alone has data of its own, it is all there is.
  const own = studyOf({
    methods: [{ ...kd('alone', { 'data.pool': 0 }), lane: { method: 'alone', knobs: {} } }, kd('KD')],
  });
  expect(experimentOf(own, '', () => ({}))).toMatchObject({
    lanes: [{ method: 'alone' }],
    data: { pool: 0 },
  });
  expect(experimentOf(own, '', () => ({})).lanes).toHaveLength(1);
});
