// Answers to what the page asks about the run that is loaded, one function a question. None changes any state.
import { type Answer, type Ask, MAX_THUMBNAILS, type Question } from '../contract/questions.ts';
import type { PreparedData } from '../data/prepare.ts';
import { methodById } from '../distill/registry.ts';
import type { Experiment } from './experiment.ts';
import { fingerprint } from './fingerprint.ts';
import { kernelsOf } from './kernel-source.ts';
import { mapGrid, readMap } from './maps.ts';
import { weightsOf } from './own-code.ts';
import { profileStep } from './profiling.ts';
import { groupFor } from './pump.ts';
import { samplesOf } from './samples.ts';
import { survey } from './survey.ts';
import { materialOf, parametersOf } from './takeaway.ts';
import { traceStep } from './trace.ts';

/** What there is to answer from. */
export interface Asked {
  readonly experiment: Experiment;
  readonly data: PreparedData;
  /** Does work while no step is under way: a run that plays waits for it and goes on. */
  standing<T>(work: () => Promise<T>): Promise<T>;
}

type Answers = { readonly [N in Question]: (about: Asked, ask: Ask<N>) => Promise<Answer<N>> };

export const ANSWERS: Answers = {
  async sample({ experiment, data }, { index, set = 'test' }) {
    const { values, labels, given } = samplesOf(data, set, [index]);
    const seen = Object.entries(await experiment.inspect(values, given));
    const logits = seen.map(([id, { logits }]) => [id, Array.from(logits)] as const);
    const perSample = seen.map(([id, { maps }]) => {
      const numbers = Object.entries(maps).map(([name, row]) => [name, row[0] as number] as const);
      return [id, Object.fromEntries(numbers)] as const;
    });
    return {
      set,
      index,
      values,
      label: labels[0] as number,
      logits: Object.fromEntries(logits),
      perSample: Object.fromEntries(perSample),
    };
  },

  survey: ({ experiment, data }, { set, limit }) => survey(experiment, data, set, limit),

  async thumbnails({ data }, { set, indices }) {
    if (indices.length > MAX_THUMBNAILS)
      throw new Error(
        `At most ${MAX_THUMBNAILS} samples are shown at once, ${indices.length} were asked for.`,
      );
    return { set, indices, values: samplesOf(data, set, indices).values };
  },

  async map({ experiment, data }, { resolution }) {
    const logits = await experiment.look(mapGrid(data, resolution));
    const lanes = Object.fromEntries(
      Object.entries(logits).map(([id, rows]) => [id, readMap(rows, data.classes.length)]),
    );
    return { resolution, lanes };
  },

  trace: ({ experiment, standing }, { lane }) => standing(() => traceStep(experiment, lane)),

  parameters: ({ experiment, data, standing }, { initial = false }) =>
    standing(() => parametersOf(experiment, data, initial)),

  material: ({ experiment, data, standing }, { steps }) =>
    standing(() => materialOf(experiment, data, steps)),

  async hash({ experiment }) {
    const { step } = experiment.position;
    return { step, hash: await fingerprint(experiment.slots) };
  },

  async profile({ experiment, standing }) {
    const profile = await standing(() => profileStep(experiment, groupFor));
    return { step: experiment.position.step, profile };
  },

  async compile(_, { method, code }) {
    const { compile, title } = methodById(method);
    if (!compile) throw new Error(`${title.en} takes no code.`);
    return { problems: await compile(code) };
  },

  weights: (_, ask) => weightsOf(ask),

  async kernels({ experiment }, { lane }) {
    return { kernels: await kernelsOf(experiment, lane) };
  },

  async terms({ experiment }) {
    const { step } = experiment.position;
    return { step, samples: experiment.probed, lanes: await experiment.pulls() };
  },
};
