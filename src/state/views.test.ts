// Lanes as they are drawn.
import { describe, expect, it } from 'vitest';
import {
  withLane,
  withLaneAt,
  withLaneColor,
  withLaneKnob,
  withLaneName,
  withoutLane,
} from './draft-lanes.ts';
import { START } from './run.ts';
import { CARDS, evaluation } from './samples.test-data.ts';
import { DEFAULT_DRAFT } from './setup.ts';
import { symbolText } from './symbol.ts';
import { laneNames, laneViews, measuredAs } from './views.ts';

const lane = (method: string, knobs = {}) => ({ method, knobs });

describe('the names of lanes', () => {
  it('are the titles of their methods', () => {
    expect(laneNames([lane('alone'), lane('kd')], CARDS, 'en')).toEqual(['Alone', 'Soft targets']);
  });

  it('say what differs between lanes of one method', () => {
    expect(laneNames([lane('kd'), lane('kd', { T: 8 })], CARDS, 'en')).toEqual([
      'Soft targets, T 4',
      'Soft targets, T 8',
    ]);
  });

  it('tell equal lanes apart', () => {
    expect(laneNames([lane('kd'), lane('kd')], CARDS, 'en')).toEqual(['Soft targets', 'Soft targets (2)']);
  });
});

describe('a lane of the set-up', () => {
  it('is found in the loaded run after another was removed', () => {
    expect(measuredAs(withoutLane(DEFAULT_DRAFT, 1), DEFAULT_DRAFT, 2, CARDS)).toBe(2);
  });

  it('is not there when it is new or turned', () => {
    expect(measuredAs(withLane(DEFAULT_DRAFT, 'kd'), DEFAULT_DRAFT, 4, CARDS)).toBeNull();
    expect(measuredAs(withLaneKnob(DEFAULT_DRAFT, 1, 'T', 9), DEFAULT_DRAFT, 1, CARDS)).toBeNull();
  });
});

describe('the lanes of the loaded run', () => {
  const point = (accuracy: number) => ({
    step: 5,
    whole: true,
    validation: evaluation(accuracy),
    test: evaluation(accuracy),
    seeds: { validation: [evaluation(accuracy)], test: [evaluation(accuracy)] },
  });
  /** Lane n has measured n tenths. */
  const lanes = Object.fromEntries(
    [0, 1, 2, 3].map((n) => [`lane-${n}`, { series: {}, evaluations: [point(n / 10)], stopped: null }]),
  );
  const shown = (draft: typeof DEFAULT_DRAFT) =>
    laneViews({ ...START, cards: CARDS, lanes }, DEFAULT_DRAFT, draft, 'Teacher', 'en')
      .slice(1)
      .map((view) => [view.id, view.name, view.color, view.evaluations[0]?.test.accuracy]);

  it('stand in the order of the set-up, with its names and colours, and keep what was measured', () => {
    const draft = withLaneColor(withLaneName(withLaneAt(DEFAULT_DRAFT, 1, 3), 2, 'Mine'), 3, 7);
    expect(shown(draft)).toEqual([
      ['lane-0', 'Alone', 'var(--lane-0)', 0],
      ['lane-2', 'Mine', 'var(--lane-2)', 0.2],
      ['lane-3', 'Learned temperature', 'var(--lane-7)', 0.3],
      ['lane-1', 'Soft targets', 'var(--lane-1)', 0.1],
    ]);
  });

  it('do not take the method or the knobs that wait for the next load', () => {
    expect(shown(withLaneKnob(DEFAULT_DRAFT, 1, 'T', 9))).toEqual(shown(DEFAULT_DRAFT));
  });

  it('come last when the set-up has them no more, and those that are new are not there yet', () => {
    expect(shown(withLane(withoutLane(DEFAULT_DRAFT, 1), 'kd')).map(([id]) => id)).toEqual([
      'lane-0',
      'lane-2',
      'lane-3',
      'lane-1',
    ]);
  });
});

describe('the letter of a knob', () => {
  it.each([
    [String.raw`\beta`, 'β'],
    ['T', 'T'],
    ['T_0', 'T₀'],
    [String.raw`\lambda_{max}`, 'λ max'],
    [String.raw`\mathrm{w}`, 'w'],
  ])('%s is %s', (tex, text) => {
    expect(symbolText(tex)).toBe(text);
  });
});
