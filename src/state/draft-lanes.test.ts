// Lanes come, go and change places; each stays itself.
import { describe, expect, it } from 'vitest';
import { MAX_LANES } from '../contract/setup.ts';
import {
  colorAt,
  withLane,
  withLaneAt,
  withLaneBack,
  withLaneColor,
  withLaneCopy,
  withLaneKnob,
  withLaneName,
  withMethod,
  withoutLane,
} from './draft-lanes.ts';
import { CARDS } from './samples.test-data.ts';
import { DEFAULT_DRAFT, type Draft, sameExperiment } from './setup.ts';

describe('lanes', () => {
  it('keep their keys while others go', () => {
    const without = withoutLane(DEFAULT_DRAFT, 1);
    expect(without.setup.lanes.map((lane) => lane.method)).toEqual(['alone', 'adl', 'ctkd']);
    expect(without.keys).toEqual([0, 2, 3]);
    expect(withLane(without, 'kd').keys).toEqual([0, 2, 3, 4]);
  });

  it('always begin with the student alone', () => {
    expect(withoutLane(DEFAULT_DRAFT, 0)).toBe(DEFAULT_DRAFT);
    expect(withMethod(DEFAULT_DRAFT, 0, 'kd')).toBe(DEFAULT_DRAFT);
  });

  it('are at most eight', () => {
    let draft: Draft = DEFAULT_DRAFT;
    for (let i = 0; i < 12; i++) draft = withLane(draft, 'kd');
    expect(draft.setup.lanes).toHaveLength(MAX_LANES);
  });

  it('lose the knobs of the method they leave', () => {
    const turned = withLaneKnob(DEFAULT_DRAFT, 1, 'T', 8);
    expect(turned.setup.lanes[1]?.knobs).toEqual({ T: 8 });
    expect(withMethod(turned, 1, 'adl').setup.lanes[1]?.knobs).toEqual({});
  });

  it('can be named and unnamed without becoming another experiment', () => {
    const named = withLaneName(DEFAULT_DRAFT, 1, 'Mine');
    expect(named.setup.lanes[1]?.name).toBe('Mine');
    expect(sameExperiment(named.setup, DEFAULT_DRAFT.setup, CARDS)).toBe(true);
    expect(withLaneName(named, 1, ' ').setup).toEqual(DEFAULT_DRAFT.setup);
  });
});

/** alone 0, kd 1, adl 2, ctkd 3, and a copy of adl (key 4) behind it. */
const copied = withLaneCopy(DEFAULT_DRAFT, 2);
const methods = (draft: Draft) => draft.setup.lanes.map((lane) => lane.method);
/** Colour of every lane by key. */
const colors = ({ keys, setup }: Draft) =>
  Object.fromEntries(keys.map((key, place) => [key, colorAt(setup.lanes, place)]));
/** The key of the lane each lane was copied from, by key. */
const origins = ({ keys, setup }: Draft) =>
  Object.fromEntries(
    keys.flatMap((key, place) => {
      const from = setup.lanes[place]?.from;
      return from === undefined ? [] : [[key, keys[from]]];
    }),
  );

describe('a copy', () => {
  it('stands behind its original, knows it, and has a colour of its own and no name', () => {
    const draft = withLaneCopy(withLaneName(withLaneKnob(DEFAULT_DRAFT, 1, 'T', 8), 1, 'Mine'), 1);
    expect(draft.keys).toEqual([0, 1, 4, 2, 3]);
    expect(draft.setup.lanes[2]).toEqual({ method: 'kd', knobs: { T: 8 }, color: 4, from: 1 });
  });

  it('can be changed on the way: an ablation', () => {
    const draft = withLaneCopy(DEFAULT_DRAFT, 2, { without: ['hard'] });
    expect(draft.setup.lanes[3]).toMatchObject({ method: 'adl', without: ['hard'], from: 2 });
  });

  it('is not made of the student alone, of nobody, or as a ninth lane', () => {
    expect(withLaneCopy(DEFAULT_DRAFT, 0)).toBe(DEFAULT_DRAFT);
    expect(withLaneCopy(DEFAULT_DRAFT, 77)).toBe(DEFAULT_DRAFT);
    let draft: Draft = DEFAULT_DRAFT;
    for (let i = 0; i < 9; i++) draft = withLaneCopy(draft, 1);
    expect(draft.setup.lanes).toHaveLength(MAX_LANES);
    expect(new Set(Object.values(colors(draft))).size).toBe(MAX_LANES);
  });
});

describe('a lane that moves', () => {
  it('takes its colour along, and others keep theirs', () => {
    const moved = withLaneAt(copied, 1, 4);
    expect(moved.keys).toEqual([0, 2, 4, 3, 1]);
    expect(methods(moved)).toEqual(['alone', 'adl', 'adl', 'ctkd', 'kd']);
    expect(colors(moved)).toEqual(colors(copied));
  });

  it('stays the copy and the original of whom it was', () => {
    expect(origins(copied)).toEqual({ 4: 2 });
    for (const key of [1, 2, 3, 4])
      for (const place of [1, 2, 3, 4]) expect(origins(withLaneAt(copied, key, place))).toEqual({ 4: 2 });
  });

  it('and comes back leaves no trace', () => {
    expect(withLaneAt(withLaneAt(copied, 1, 3), 1, 1)).toEqual(copied);
  });

  it('never stands before the student alone, who does not move, nor behind the last', () => {
    expect(withLaneAt(DEFAULT_DRAFT, 2, 0).keys).toEqual([0, 2, 1, 3]);
    expect(withLaneAt(DEFAULT_DRAFT, 2, 99).keys).toEqual([0, 1, 3, 2]);
    expect(withLaneAt(DEFAULT_DRAFT, 0, 2)).toBe(DEFAULT_DRAFT);
    expect(withLaneAt(DEFAULT_DRAFT, 2, 2)).toBe(DEFAULT_DRAFT);
  });
});

describe('a lane that goes', () => {
  it('leaves the colours of the others, and its copy without an original', () => {
    const draft = withoutLane(copied, 2);
    expect(colors(draft)).toEqual({ 0: 0, 1: 1, 3: 3, 4: 4 });
    expect(origins(draft)).toEqual({});
    expect(origins(withoutLane(copied, 1))).toEqual({ 4: 2 });
  });

  it('comes back where it was, with its copy, as if nothing had been', () => {
    for (const key of [1, 2, 3, 4])
      expect(withLaneBack(withoutLane(copied, key), copied, key)).toEqual(copied);
  });

  it('comes back into a set-up that has changed since, which keeps its changes', () => {
    const since = withLaneName(withLane(withoutLane(copied, 2), 'kd'), 1, 'Mine');
    const back = withLaneBack(since, copied, 2);
    expect(back.keys).toEqual([0, 1, 2, 4, 3, 5]);
    expect(back.setup.lanes[1]?.name).toBe('Mine');
    expect(origins(back)).toEqual({ 4: 2 });
    expect(new Set(Object.values(colors(back))).size).toBe(6);
  });

  it('does not come back as a ninth, and not under the key of a lane that is new', () => {
    let full = withoutLane(copied, 2);
    while (full.setup.lanes.length < MAX_LANES) full = withLane(full, 'kd');
    expect(withLaneBack(full, copied, 2)).toBe(full);
    const renewed = withLane(withoutLane(copied, 4), 'kd'); // takes key 4 again
    expect(withLaneBack(renewed, copied, 4).keys).toEqual([0, 1, 2, 5, 3, 4]);
  });
});

describe('the colour of a lane', () => {
  it('is exchanged with the lane that has it', () => {
    expect(colors(withLaneColor(DEFAULT_DRAFT, 1, 3))).toEqual({ 0: 0, 1: 3, 2: 2, 3: 1 });
    expect(colors(withLaneColor(DEFAULT_DRAFT, 0, 7))).toEqual({ 0: 7, 1: 1, 2: 2, 3: 3 });
  });

  it('goes without saying where it is that of the place', () => {
    const there = withLaneColor(DEFAULT_DRAFT, 1, 7);
    expect(there.setup.lanes[1]?.color).toBe(7);
    expect(withLaneColor(there, 1, 1).setup).toEqual(DEFAULT_DRAFT.setup);
  });

  it('is another look at the same experiment', () => {
    expect(sameExperiment(withLaneColor(copied, 1, 6).setup, copied.setup, CARDS)).toBe(true);
  });

  it('and the original survive another method', () => {
    expect(withMethod(withLaneColor(copied, 4, 7), 4, 'kd').setup.lanes[3]).toEqual({
      method: 'kd',
      knobs: {},
      color: 7,
      from: 2,
    });
  });
});
