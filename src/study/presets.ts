// A preset, or any set-up, as a study: its lanes as they stand, on the data as they are, without a search.
import { PRESETS } from '../contract/presets.ts';
import type { Setup } from '../contract/setup.ts';
import type { Study, StudyMethod } from '../contract/study.ts';

export function presetStudy(id: string): Study | null {
  const preset = PRESETS.find((one) => one.id === id);
  if (!preset) return null;
  const { title, plain, setup } = preset;
  return { ...setupStudy(id, setup), title, question: plain, base: { preset: id, set: {} } };
}

/** @param id of letters, digits and dashes */
export function setupStudy(id: string, setup: Setup): Study {
  const title = { en: id };
  return {
    ...{ id, title, question: title },
    base: { setup, set: {} },
    axes: [],
    methods: named(setup),
    seeds: { first: setup.seed, count: setup.seeds },
    data: 'fixed',
    claims: [],
    triedBefore: 0,
  };
}

/** What a study calls the student alone. */
const ALONE = 'alone';

/** The first lane as the student alone, each other by its method, and where there are several of one, by their places too. */
function named({ lanes }: Setup): (string | StudyMethod)[] {
  return lanes.map((lane, i) => {
    const first = lanes.findIndex(({ method }) => method === lane.method) === i;
    const plain = Object.keys(lane.knobs).length === 0 && !lane.without && lane.code === undefined;
    const bare = { method: lane.method, knobs: lane.knobs, ...(lane.without && { without: lane.without }) };
    const whole = lane.code === undefined ? bare : { ...bare, code: lane.code };
    if (i === 0) return plain && lane.method === ALONE ? ALONE : { name: ALONE, lane: whole }; // of detectors it is another method
    return first && plain
      ? lane.method
      : { name: first ? lane.method : `${lane.method} ${i + 1}`, lane: whole };
  });
}
