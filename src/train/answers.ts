// Answers to what the page asks about the run that is loaded, one function a question. None changes any state.
import { type Answer, type Ask, MAX_FEATURED, MAX_THUMBNAILS, type Question } from '../contract/questions.ts';
import type { PreparedData } from '../data/prepare.ts';
import { methodById } from '../distill/registry.ts';
import { episodesOf } from './episodes.ts';
import type { Experiment } from './experiment.ts';
import { compared, penultimate } from './features.ts';
import { fingerprint } from './fingerprint.ts';
import { kernelsOf } from './kernel-source.ts';
import { layerTimes } from './layer-times.ts';
import { mapGrid, readMap } from './maps.ts';
import { weightsOf } from './own-code.ts';
import { profileStep } from './profiling.ts';
import { groupFor } from './pump.ts';
import { samplesOf } from './samples.ts';
import { sceneOf } from './scenes.ts';
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

  scene: ({ experiment, data }, place) => sceneOf(experiment, data, place),

  survey: ({ experiment, data }, { set, limit }) => survey(experiment, data, set, limit),

  async thumbnails({ data }, { set, indices }) {
    if (indices.length > MAX_THUMBNAILS)
      throw new Error(
        `At most ${MAX_THUMBNAILS} samples are shown at once, ${indices.length} were asked for.`,
      );
    return { set, indices, values: samplesOf(data, set, indices).values };
  },

  async map({ experiment, data }, { resolution, probabilities = false }) {
    const logits = await experiment.look(mapGrid(data, resolution));
    const lanes = Object.fromEntries(
      Object.entries(logits).map(([id, rows]) => [id, readMap(rows, data.classes.length, probabilities)]),
    );
    return { resolution, lanes };
  },

  trace: ({ experiment, data, standing }, { lane }) => standing(() => traceStep(experiment, data, lane)),

  parameters: ({ experiment, data, standing }, { initial = false }) =>
    standing(() => parametersOf(experiment, data, initial)),

  material: ({ experiment, data, standing }, { steps }) =>
    standing(() => materialOf(experiment, data, steps)),
  async features({ experiment, data, standing }, { limit }) {
    if (!(Number.isInteger(limit) && limit >= 2 && limit <= MAX_FEATURED))
      throw new Error(`Features are those of 2 to ${MAX_FEATURED} samples, ${limit} were asked for.`);
    const indices = Array.from({ length: Math.min(limit, data.test.y.length) }, (_, i) => i);
    const { values, labels } = samplesOf(data, 'test', indices);
    const { step, networks } = await standing(async () => {
      const { phase, step } = experiment.position;
      const networks = [];
      for (const lane of [experiment.teacher, ...experiment.lanes])
        networks.push({ id: lane.id, ...(await penultimate(lane, values, data.shape)) });
      return { step: phase === 'students' ? step : 0, networks };
    });
    return { step, labels, lanes: compared(networks) };
  },

  episodes: ({ experiment, data, standing }, ask) => standing(() => episodesOf(experiment, data, ask)),

  async layers({ experiment, standing }) {
    const { batch } = experiment.setup.training;
    const [student] = experiment.lanes;
    if (!student) throw new Error('There is no student.');
    return standing(async () => ({
      batch,
      teacher: await layerTimes(experiment.teacher.network, batch),
      student: await layerTimes(student.network, batch),
    }));
  },

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
