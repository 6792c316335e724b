// The table of results. Means, deviations and intervals were worked out apart from this code, with Python's
// `statistics` (mean, stdev) and t(0.975, 2) = 4.302653 from a table: interval = mean ± t · stdev / √3.
import { describe, expect, it } from 'vitest';
import type { Phase } from '../contract/phases.ts';
import { TEACHER } from '../contract/protocol.ts';
import type { EvaluationPoint, LaneView } from './lane-view.ts';
import { type ResultRow, type ResultSource, resultRows, sortedRows } from './results.ts';
import { evaluation, loadedRun } from './samples.test-data.ts';

/** A look at seeds that have these accuracies on the test set, and on the validation set what is told or the same. */
function look(
  step: number,
  test: number[],
  more: { whole?: boolean; validation?: number[] } = {},
): EvaluationPoint {
  const { whole = false, validation = test } = more;
  const mean = (of: number[]) => of.reduce((a, b) => a + b, 0) / of.length;
  const all = (of: number[]) => of.map((accuracy) => evaluation(accuracy));
  return {
    step,
    whole,
    test: evaluation(mean(test)),
    validation: evaluation(mean(validation)),
    seeds: { test: all(test), validation: all(validation) },
  };
}

const lane = (id: string, evaluations: EvaluationPoint[], stopped: string | null = null): LaneView => ({
  id,
  name: id,
  color: 'red',
  dash: '',
  method: null,
  series: {},
  evaluations,
  stopped,
});

const teacher = lane(TEACHER, [look(0, [0.95, 0.95, 0.95], { whole: true })]);
const table = (lanes: LaneView[], more: Partial<ResultSource> = {}) =>
  resultRows({
    views: [teacher, ...lanes],
    run: loadedRun(),
    reference: 'lane-1',
    tried: () => 1,
    trained: { teacher: 0, students: 1500 },
    ...more,
  });
const rowOf = (rows: ResultRow[], id: string) => rows.find((row) => row.id === id) as ResultRow;

const ALONE = [0.81, 0.84, 0.79];
const KD = [0.86, 0.87, 0.85];
const ADL = [0.85, 0.9, 0.83];
const three = [
  lane('lane-0', [look(9, ALONE)]),
  lane('lane-1', [look(9, KD)]),
  lane('lane-2', [look(9, ADL)]),
];

describe('over three seeds', () => {
  const rows = table(three);

  it.each([
    ['lane-0', 0.813333, 0.025166],
    ['lane-1', 0.86, 0.01],
    ['lane-2', 0.86, 0.036056],
  ])('%s has its mean and standard deviation', (id, mean, std) => {
    const { last, seeds } = rowOf(rows, id);
    expect(last?.test.mean).toBeCloseTo(mean, 6);
    expect(last?.test.std).toBeCloseTo(std, 6);
    expect(seeds).toHaveLength(3);
  });

  it.each([
    ['lane-1', 'vsAlone', 0.046667, 0.008721, 0.084612],
    ['lane-2', 'vsAlone', 0.046667, 0.017982, 0.075351],
    ['lane-2', 'vsReference', 0, -0.065724, 0.065724],
    ['lane-0', 'vsReference', -0.046667, -0.084612, -0.008721],
  ] as const)('%s %s is paired by seed, with its interval', (id, which, mean, low, high) => {
    const difference = rowOf(rows, id)[which];
    expect(difference?.mean).toBeCloseTo(mean, 5);
    expect(difference?.interval?.[0]).toBeCloseTo(low, 5);
    expect(difference?.interval?.[1]).toBeCloseTo(high, 5);
  });

  it('pairing is by seed: with the seeds of one lane in another order the interval is another, the means are not', () => {
    const mixed = table(three.with(2, lane('lane-2', [look(9, ADL.toReversed())])));
    expect(rowOf(mixed, 'lane-2').vsAlone?.mean).toBeCloseTo(0.046667, 5);
    expect(rowOf(mixed, 'lane-2').vsAlone?.interval?.[0]).not.toBeCloseTo(0.017982, 3);
  });

  it('no lane is compared with itself, and the teacher with none', () => {
    expect(rowOf(rows, 'lane-0').vsAlone).toBeNull();
    expect(rowOf(rows, 'lane-1').vsReference).toBeNull();
    expect(rowOf(rows, TEACHER)).toMatchObject({ vsAlone: null, vsReference: null, best: null, tried: null });
  });
});

it('one seed has a difference without an interval, and no deviation', () => {
  const [, alone, kd] = table([lane('lane-0', [look(9, [0.8])]), lane('lane-1', [look(9, [0.9])])]);
  expect(alone?.last?.test.std).toBeNull();
  expect(kd?.vsAlone?.mean).toBeCloseTo(0.1, 12);
  expect(kd?.vsAlone?.interval).toBeNull();
});

describe('the best look', () => {
  it('is chosen by validation, not by the test, among looks at the same samples', () => {
    const looks = [
      look(0, [0.1], { validation: [0.1] }),
      look(5, [0.7], { validation: [0.9] }),
      look(10, [0.95], { validation: [0.8] }),
      look(10, [0.99], { validation: [0.99], whole: true }),
    ];
    const { best, last } = rowOf(table([lane('lane-0', looks)]), 'lane-0');
    expect(best).toMatchObject({ step: 5, test: { mean: 0.7 }, validation: { mean: 0.9 } });
    expect(last).toMatchObject({ step: 10, test: { mean: 0.99 } });
  });

  it('is the earliest of equals, and by the mean over seeds', () => {
    const looks = [
      look(5, [0.5, 0.5], { validation: [1, 0] }),
      look(10, [0.6, 0.6], { validation: [0.5, 0.5] }),
      look(15, [0.7, 0.7], { validation: [0.9, 0] }),
    ];
    expect(rowOf(table([lane('lane-0', looks)]), 'lane-0').best?.step).toBe(5);
  });
});

describe('while numbers come in lane by lane', () => {
  it('all rows show the last look that all lanes have had', () => {
    const ahead = lane('lane-0', [look(5, [0.5]), look(10, [0.9])]);
    const behind = lane('lane-1', [look(5, [0.6])]);
    const rows = table([ahead, behind]);
    expect(rows.slice(1).map((row) => row.last?.step)).toEqual([5, 5]);
    expect(rowOf(rows, 'lane-1').vsAlone?.mean).toBeCloseTo(0.1, 12);
  });

  it('a lane that stopped keeps its own last look and holds nobody up', () => {
    const rows = table([
      lane('lane-0', [look(5, [0.5]), look(10, [0.9])]),
      lane('lane-1', [look(5, [0.6])], 'no number'),
      lane('lane-2', [look(5, [0.6]), look(10, [0.8])]),
    ]);
    expect(rows.slice(1).map((row) => row.last?.step)).toEqual([10, 5, 10]);
    expect(rowOf(rows, 'lane-1').vsAlone?.mean).toBeCloseTo(0.1, 12);
    expect(rowOf(rows, 'lane-2').vsReference).toBeNull(); // the stopped lane has nothing at step 10
  });

  it('a lane without numbers has none', () => {
    const rows = table([lane('lane-0', []), lane('lane-1', [])]);
    expect(rows.slice(1).every((row) => row.last === null && row.best === null && row.vsAlone === null)).toBe(
      true,
    );
  });
});

it('what was spent: seconds of the phase in which it trained, set-ups tried, the size of its network', () => {
  const rows = table(three, { tried: (id) => (id === 'lane-1' ? 4 : 1) });
  expect(rowOf(rows, 'lane-1')).toMatchObject({
    seconds: 1.5,
    tried: 4,
    steps: 9,
    parameters: 100,
    macs: 90,
  });
  expect(rowOf(rows, TEACHER)).toMatchObject({ seconds: null, steps: null }); // pretrained
});

it('what was spent before the student is counted apart: all its networks, and the time of their phases once', () => {
  const size = { parameters: 50, macs: 45, bytes: 200, layers: [] };
  const network = (lane: string, name: string, phase: Phase) => ({
    ...{ id: `${lane}/${name}`, lane, title: { en: name }, phase, size },
  });
  const phase = (name: Phase, steps: number) => ({ phase: name, steps, batch: 8, labeled: 20 });
  const stages = {
    phases: [phase('stage-1', 9), phase('stage-2', 7)],
    networks: [
      network('lane-1', 'a', 'stage-1'),
      network('lane-1', 'b', 'stage-1'),
      network('lane-1', 'c', 'stage-2'),
      network('lane-2', 'a', 'stage-1'),
    ],
  };
  const trained = { teacher: 0, students: 1500, 'stage-1': 400, 'stage-2': 200 };
  const rows = table(three, { run: { ...loadedRun(), stages }, trained });
  expect(rowOf(rows, 'lane-1').before).toEqual({ steps: 25, seconds: 0.6, parameters: 150, macs: 135 });
  expect(rowOf(rows, 'lane-2').before).toEqual({ steps: 9, seconds: 0.4, parameters: 50, macs: 45 });
  expect(rowOf(rows, 'lane-0').before).toBeNull();
});

describe('sorting', () => {
  const rows = table(three);
  const order = (sorting: Parameters<typeof sortedRows>[1]) => sortedRows(rows, sorting).map(({ id }) => id);

  it('is none without a column', () => expect(order(null)).toEqual([TEACHER, 'lane-0', 'lane-1', 'lane-2']));

  it('keeps the order of lanes that are equal, either way', () => {
    expect(order({ column: 'steps', direction: 'descending' })).toEqual([
      'lane-0',
      'lane-1',
      'lane-2',
      TEACHER,
    ]);
    expect(order({ column: 'steps', direction: 'ascending' })).toEqual([
      'lane-0',
      'lane-1',
      'lane-2',
      TEACHER,
    ]);
  });

  it('puts the largest or the smallest first, and what is missing last', () => {
    const last = { column: 'last' } as const;
    expect(order({ ...last, direction: 'descending' })[0]).toBe(TEACHER);
    expect(order({ ...last, direction: 'ascending' })[0]).toBe('lane-0');
    expect(order({ column: 'vsReference', direction: 'descending' })).toEqual([
      'lane-2',
      'lane-0',
      TEACHER,
      'lane-1',
    ]);
  });
});
