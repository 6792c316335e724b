// Lanes as they are drawn.
import { describe, expect, it } from 'vitest';
import { CARDS } from './samples.test-data.ts';
import { DEFAULT_DRAFT, withLane, withLaneKnob, withoutLane } from './setup.ts';
import { symbolText } from './symbol.ts';
import { laneNames, measuredAs } from './views.ts';

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
