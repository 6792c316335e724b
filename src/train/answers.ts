// Answers to what the page asks about the run that is loaded, one function a question. None changes any state.
import type { Answer, Ask, Question } from '../contract/questions.ts';
import type { PreparedData } from '../data/prepare.ts';
import type { Experiment } from './experiment.ts';
import { fingerprint } from './fingerprint.ts';
import { mapGrid, readMap } from './maps.ts';
import { profileStep } from './profiling.ts';
import { groupFor } from './pump.ts';

/** What there is to answer from. */
export interface Asked {
  readonly experiment: Experiment;
  readonly data: PreparedData;
  /** Does work while no step is under way: a run that plays waits for it and goes on. */
  standing<T>(work: () => Promise<T>): Promise<T>;
}

type Answers = { readonly [N in Question]: (about: Asked, ask: Ask<N>) => Promise<Answer<N>> };

export const ANSWERS: Answers = {
  async sample({ experiment, data }, { index }) {
    const { x, y } = data.test;
    if (!(Number.isInteger(index) && index >= 0 && index < y.length))
      throw new Error(`There is no test sample ${index}; there are ${y.length}.`);
    const features = x.length / y.length;
    const values = x.slice(index * features, (index + 1) * features);
    const logits = Object.fromEntries(
      Object.entries(await experiment.look(values)).map(([id, row]) => [id, Array.from(row)]),
    );
    return { index, values, label: y[index] as number, logits, perSample: await experiment.mapsOf(index) };
  },

  async map({ experiment, data }, { resolution }) {
    const logits = await experiment.look(mapGrid(data, resolution));
    const lanes = Object.fromEntries(
      Object.entries(logits).map(([id, rows]) => [id, readMap(rows, data.classes.length)]),
    );
    return { resolution, lanes };
  },

  async hash({ experiment }) {
    const { step } = experiment.position;
    return { step, hash: await fingerprint(experiment.slots) };
  },

  async profile({ experiment, standing }) {
    const profile = await standing(() => profileStep(experiment, groupFor));
    return { step: experiment.position.step, profile };
  },
};
