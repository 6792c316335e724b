// What the page knows is a fold of events.
import { describe, expect, it } from 'vitest';
import { type EngineEvent, LOSS, TEACHER } from '../contract/protocol.ts';
import { type PageEvent, type RunState, reduce, START, stepToAsk } from './run.ts';
import { CARDS, evaluation, loadedRun } from './samples.test-data.ts';

type AnyEvent = EngineEvent | PageEvent;
const fold = (events: readonly AnyEvent[], from: RunState = START) => events.reduce(reduce, from);

const info = { engine: 'webgpu', adapter: 'swiftshader', software: true } as const;
const ready: AnyEvent = { type: 'ready', info, cards: CARDS };
const loaded: AnyEvent = { type: 'loaded', run: loadedRun() };
const at = (
  state: 'ready' | 'playing' | 'paused' | 'finished',
  step: number,
  phase: 'teacher' | 'students' = 'students',
): AnyEvent => ({
  type: 'transport',
  state,
  phase,
  step,
  msPerStep: step === 0 ? null : 2,
});
const loss = (lane: string, steps: number[]): AnyEvent => ({
  type: 'metrics',
  lane,
  steps,
  values: { [LOSS]: steps.map((s) => 1 / (s + 1)) },
});
const measured = (lane: string, step: number, accuracy: number, whole = false): AnyEvent => ({
  type: 'evaluation',
  lane,
  step,
  whole,
  validation: [evaluation(accuracy)],
  test: [evaluation(accuracy)],
});
const begun = [ready, loaded, at('ready', 0), at('playing', 0)];

describe('reduce', () => {
  it('gathers series and evaluations by lane', () => {
    const state = fold([
      ...begun,
      loss('lane-0', [1, 2]),
      loss('lane-1', [1]),
      loss('lane-0', [3]),
      measured('lane-0', 3, 0.5),
    ]);
    expect(state.lanes['lane-0']?.series[LOSS]?.steps).toEqual([1, 2, 3]);
    expect(state.lanes['lane-1']?.series[LOSS]?.steps).toEqual([1]);
    expect(state.lanes['lane-0']?.evaluations.map((e) => e.test.accuracy)).toEqual([0.5]);
  });

  it('takes the mean over seeds', () => {
    const two: AnyEvent = {
      type: 'evaluation',
      lane: 'lane-1',
      step: 5,
      whole: true,
      validation: [evaluation(0.2), evaluation(0.4)],
      test: [evaluation(0.6), { ...evaluation(0.8), kl: null }],
    };
    const point = fold([...begun, two]).lanes['lane-1']?.evaluations[0];
    expect(point?.validation.accuracy).toBeCloseTo(0.3);
    expect(point?.test.accuracy).toBeCloseTo(0.7);
    expect(point?.test.kl).toBeNull();
    expect(point?.seeds.validation.map((e) => e.accuracy)).toEqual([0.2, 0.4]);
    expect(point?.seeds.test.map((e) => e.accuracy)).toEqual([0.6, 0.8]);
  });

  it('keeps the spread over seeds beside the series, through a rewind', () => {
    const two: AnyEvent = {
      type: 'metrics',
      lane: 'lane-0',
      steps: [1, 2],
      values: { [LOSS]: [3, 2] },
      spread: { [LOSS]: [0.3, 0.2] },
    };
    const state = fold([...begun, two, at('playing', 2)]);
    expect(state.lanes['lane-0']?.series[LOSS]).toEqual({
      steps: [1, 2],
      values: [3, 2],
      spread: [0.3, 0.2],
    });
    const back = fold([at('paused', 1)], state).lanes['lane-0']?.series[LOSS];
    expect(back).toEqual({ steps: [1], values: [3], spread: [0.3] });
  });

  it('forgets measurements after a reset, but not what was measured at step 0', () => {
    const state = fold([
      ...begun,
      measured('lane-0', 0, 0.1),
      loss('lane-0', [1, 2]),
      at('playing', 2),
      measured('lane-0', 2, 0.5),
      at('ready', 0),
    ]);
    expect(state.lanes['lane-0']?.series[LOSS]?.steps).toEqual([]);
    expect(state.lanes['lane-0']?.evaluations.map((e) => e.step)).toEqual([0]);
  });

  it('goes back to the snapshot after the GPU was lost, and revives lanes that stopped since', () => {
    const lost = fold([
      ...begun,
      loss('lane-0', [1, 2, 3, 4]),
      at('playing', 4),
      { type: 'stopped', lane: 'lane-1', step: 4, reason: 'NaN' },
      { type: 'lost', reason: 'gone', from: 2 },
    ]);
    expect(lost.transport).toBe('lost');
    expect(lost.lost).toEqual({ reason: 'gone', from: 2 });
    expect(lost.lanes['lane-0']?.series[LOSS]?.steps).toEqual([1, 2, 3, 4]);
    const back = fold([at('paused', 2)], lost);
    expect(back.lost).toBeNull();
    expect(back.lanes['lane-0']?.series[LOSS]?.steps).toEqual([1, 2]);
    expect(back.lanes['lane-1']?.stopped).toBeNull();
  });

  it('keeps the curve of the teacher when the students start, and when they are rewound', () => {
    const teaching = [
      ready,
      loaded,
      at('ready', 0, 'teacher'),
      at('playing', 0, 'teacher'),
      loss(TEACHER, [1, 2, 3]),
      at('playing', 3, 'teacher'),
    ];
    const state = fold([
      ...teaching,
      at('playing', 0),
      loss('lane-0', [1, 2]),
      at('playing', 2),
      at('ready', 0),
    ]);
    expect(state.lanes[TEACHER]?.series[LOSS]?.steps).toEqual([1, 2, 3]);
    expect(state.lanes['lane-0']?.series[LOSS]?.steps).toEqual([]);
    expect(fold([at('ready', 0, 'teacher')], state).lanes[TEACHER]?.series[LOSS]?.steps).toEqual([]);
  });

  it('stops one lane while the others go on', () => {
    const state = fold([
      ...begun,
      { type: 'stopped', lane: 'lane-2', step: 1, reason: 'The loss is not a number.' },
      loss('lane-0', [1]),
    ]);
    expect(state.lanes['lane-2']?.stopped?.reason).toBe('The loss is not a number.');
    expect(state.lanes['lane-0']?.stopped).toBeNull();
    expect(state.transport).toBe('playing');
  });

  it('starts clean with another run, and keeps the notices', () => {
    const state = fold([
      ...begun,
      loss('lane-0', [1]),
      { type: 'failed', command: 'step', reason: 'no' },
      loaded,
    ]);
    expect(state.lanes).toEqual({});
    expect(state.notices.map((n) => n.details)).toEqual([['no']]);
  });

  it('shows a failure once, however often it comes, and none of a question', () => {
    const failed: AnyEvent = { type: 'failed', command: 'load', reason: 'no such teacher' };
    const state = fold([failed, failed, { type: 'failed', command: 'map', reason: 'busy' }]);
    expect(state.notices).toHaveLength(1);
    expect(fold([{ type: 'dismiss', id: state.notices[0]?.id ?? 0 }], state).notices).toEqual([]);
  });

  it('keeps both looks of the last step: the part for the curve, then the whole for the read-outs', () => {
    const accuracies = (...events: AnyEvent[]) =>
      fold([...begun, ...events]).lanes['lane-0']?.evaluations.map((e) => e.test.accuracy);
    const both = [measured('lane-0', 9, 0.4), measured('lane-0', 9, 0.5, true)];
    expect(accuracies(...both)).toEqual([0.4, 0.5]);
    expect(accuracies(...both, ...both)).toEqual([0.4, 0.5]); // the run went over the step again
  });

  it('says why the engine died, until another starts', () => {
    const dead = fold([...begun, { type: 'crashed', reason: 'out of memory' }]);
    expect(dead.crashed).toBe('out of memory');
    expect(dead.run).toBeNull();
    expect(fold([{ type: 'booting' }], dead).crashed).toBeNull();
  });

  it('never changes a state it was given', () => {
    const state = deepFreeze(fold([...begun, loss('lane-0', [1, 2]), measured('lane-0', 2, 0.5)]));
    for (const event of [loss('lane-0', [3]), measured('lane-0', 3, 0.6), at('ready', 0), loaded, ready])
      reduce(state, event);
  });
});

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
}

describe('a run that has just been started', () => {
  const at = (step: number, evaluations: number, transport: RunState['transport'] = 'playing') =>
    stepToAsk({
      ...START,
      transport,
      step,
      lanes: {
        'lane-0': { series: {}, stopped: null, evaluations: Array(evaluations).fill({}) },
      } as unknown as RunState['lanes'],
    });

  it('is not asked about before its first curves are there, unless it stands', () => {
    expect(at(7, 1)).toBe(0);
    expect(at(7, 2)).toBe(7);
    expect(at(1, 1, 'paused')).toBe(1);
  });
});
