// Changes of the set-up being edited, and what follows from them.
import { describe, expect, it } from 'vitest';
import { DEFAULT_PRESET, PRESETS } from '../contract/presets.ts';
import { checkSetup, NO_AUGMENT } from '../contract/setup.ts';
import { withLane, withLaneAt, withLaneKnob, withLaneName, withoutLane } from './draft-lanes.ts';
import { put } from './json.ts';
import { CARDS } from './samples.test-data.ts';
import {
  changed,
  DEFAULT_DRAFT,
  draftOf,
  hasPretrained,
  pathOf,
  sameExperiment,
  sameRun,
  sentenceOf,
} from './setup.ts';

const change = (path: string, value: unknown, draft = DEFAULT_DRAFT) =>
  changed(draft, path.split('.'), value, CARDS);
const preset = (id: string) => PRESETS.find((p) => p.id === id) as (typeof PRESETS)[number];

describe('a change', () => {
  it('puts a value in its place and leaves the rest as it is', () => {
    const { draft, problems } = change('training.rate', 0.01);
    expect(problems).toEqual([]);
    expect(draft.setup).toEqual(put(DEFAULT_DRAFT.setup, ['training', 'rate'], 0.01));
    expect(draft.setup.lanes).toBe(draft.setup.lanes);
  });

  it.each([
    ['training.rate', 0, 'Expected at least 0.000001'],
    ['student.widths', [0], 'Expected at least 1'],
    ['seed', 1.5, 'Expected a whole number'],
    ['seeds', 33, 'Expected at most 32'],
    ['data.poolBatch', 0, 'needs at least one unlabeled sample'],
    ['engine', 'cuda', 'Expected'],
    ['data.augment.cutout', 9, 'Images of 8×8 pixels take at most 8'],
  ])('of %s to %j is refused with a sentence, and nothing is lost', (path, value, sentence) => {
    const { draft, problems } = change(path, value);
    expect(draft).toBe(DEFAULT_DRAFT);
    expect(sentenceOf(problems[0] ?? '')).toContain(sentence);
    expect(pathOf(problems[0] ?? '')).toContain(path);
  });

  it('of the data brings the teacher that belongs to them', () => {
    const { draft } = change('data.id', 'spirals');
    expect(draft.setup.teacher).toEqual(preset('spirals').setup.teacher);
    expect(draft.setup.student).toEqual(DEFAULT_DRAFT.setup.student);
  });

  it('of the data switches off what altered them', () => {
    const shifted = change('data.augment.shift', 2).draft;
    expect(shifted.setup.data.augment).toEqual({ ...NO_AUGMENT, shift: 2 });
    expect(change('data.id', 'spirals', shifted).draft.setup.data.augment).toEqual(NO_AUGMENT);
  });

  it('of the data replaces a student that cannot read them', () => {
    const images = put(DEFAULT_DRAFT, ['setup', 'student'], { model: 'cnn', widths: [8], knobs: {} });
    const { draft } = change('data.id', 'spirals', images);
    expect(draft.setup.student.model).toBe('mlp');
    expect(checkSetup(draft.setup, CARDS)).toEqual([]);
  });

  it('from samples to scenes brings a whole experiment with detectors, with lanes of new keys, and back', () => {
    const anchors = { size: 32, strides: [8, 16], scales: [1], ratios: [1] };
    const [digits] = CARDS.datasets as [(typeof CARDS.datasets)[number]];
    const cards = {
      ...CARDS,
      datasets: [
        ...CARDS.datasets,
        { ...digits, id: 'scenes', anchors },
        { ...digits, id: 'other-scenes', anchors },
      ],
    };
    const change = (id: string, draft = DEFAULT_DRAFT) => changed(draft, ['data', 'id'], id, cards).draft;
    const started = put(DEFAULT_DRAFT, ['setup', 'seed'], 7);
    const scenes = change('scenes', started);
    const { setup } = preset('digit-detectors');
    expect(scenes.setup).toEqual({ ...setup, seed: 7 });
    expect(scenes.keys).toHaveLength(setup.lanes.length);
    expect(scenes.keys.some((key) => DEFAULT_DRAFT.keys.includes(key))).toBe(false);
    const other = change('other-scenes', scenes); // no experiment is on those: lanes and student stay
    expect([other.setup.lanes, other.keys]).toEqual([scenes.setup.lanes, scenes.keys]);
    expect([other.setup.data.id, other.setup.teacher.source]).toEqual(['other-scenes', 'train']);
    const back = change('digits', scenes);
    expect(back.setup).toEqual({ ...DEFAULT_DRAFT.setup, seed: 7 });
  });

  it('of a teacher for which there are no weights has it trained', () => {
    expect(hasPretrained(DEFAULT_DRAFT.setup)).toBe(true);
    expect(change('teacher.net.widths', [64, 32]).draft.setup.teacher.source).toBe('train');
  });

  it('of how the teacher trains goes when it is one that came trained', () => {
    const trained = change('teacher.source', 'train').draft;
    const smoothed = changed(trained, ['teacher', 'knobs'], { epsilon: 0.2 }, null).draft;
    expect(smoothed.setup.teacher.knobs).toEqual({ epsilon: 0.2 });
    expect(change('teacher.source', 'pretrained', smoothed).draft.setup.teacher).toEqual(
      DEFAULT_DRAFT.setup.teacher,
    );
  });

  it('to a pool gives it a batch, and to none takes it', () => {
    const none = change('data.pool', 0).draft;
    expect(none.setup.data.poolBatch).toBe(0);
    expect(change('data.pool', 100, none).draft.setup.data.poolBatch).toBe(32);
  });
});

describe('the same experiment', () => {
  it('is one with a knob set to its default', () => {
    const draft = draftOf(DEFAULT_PRESET.setup, DEFAULT_PRESET);
    expect(sameExperiment(withLaneKnob(draft, 1, 'T', 4).setup, draft.setup, CARDS)).toBe(true);
    expect(sameExperiment(withLaneKnob(draft, 1, 'T', 5).setup, draft.setup, CARDS)).toBe(false);
  });
});

describe('the same run', () => {
  const same = (a: typeof DEFAULT_DRAFT, b = DEFAULT_DRAFT) => sameRun(a, b, CARDS) && sameRun(b, a, CARDS);

  it('is one with its lanes in another order, under other names', () => {
    expect(same(withLaneName(withLaneAt(DEFAULT_DRAFT, 1, 3), 2, 'Mine'))).toBe(true);
  });

  it('is none with a lane more, a lane less or one that was turned', () => {
    expect(same(withLane(DEFAULT_DRAFT, 'kd'))).toBe(false);
    expect(same(withoutLane(DEFAULT_DRAFT, 3))).toBe(false);
    expect(same(withLaneKnob(withLaneAt(DEFAULT_DRAFT, 1, 3), 1, 'T', 9))).toBe(false);
  });

  it('is none when two lanes have changed what they are, not only their places', () => {
    const [alone, kd, adl, ctkd] = DEFAULT_DRAFT.setup.lanes;
    const swapped = put(DEFAULT_DRAFT, ['setup', 'lanes'], [alone, adl, kd, ctkd]);
    expect(same(swapped)).toBe(false);
  });
});
