// The set-up being edited: pure changes of it, and what they mean for the run that is loaded.
import type { Cards, DatasetCard, Knobs, KnobValues, ModelCard } from '../contract/cards.ts';
import { isOwn } from '../contract/own-data.ts';
import { DEFAULT_PRESET, PRESETS, type Preset } from '../contract/presets.ts';
import {
  baselineOf,
  checkSetup,
  type NetSpec,
  NO_AUGMENT,
  parseSetup,
  type Setup,
} from '../contract/setup.ts';
import { put, same } from './json.ts';
import { fitOwn } from './own-data-setup.ts';

/** Lanes have keys, so that a lane stays itself while others come and go. The first is the student alone. */
export interface Draft {
  readonly setup: Setup;
  readonly keys: readonly number[];
  /** The experiment it started from; links say what differs from it. */
  readonly preset: Preset;
}

/** `first`: the key of its first lane, above those of lanes that are others. */
export const draftOf = (setup: Setup, preset: Preset, first = 0): Draft => ({
  setup,
  preset,
  keys: setup.lanes.map((_, i) => first + i),
});
export const DEFAULT_DRAFT = draftOf(DEFAULT_PRESET.setup, DEFAULT_PRESET);

/** Whether it is another set-up than that of its experiment; the engine is the machine's matter. */
export const isChanged = ({ setup, preset }: Draft): boolean =>
  !same({ ...setup, engine: '' }, { ...preset.setup, engine: '' });

export type Path = readonly (string | number)[];

/** What came of a change: the new draft, or sentences why not. */
export type Changed = { readonly draft: Draft; readonly problems: readonly string[] };

/** Puts one value into the set-up. A value the contract refuses changes nothing. */
export function changed(draft: Draft, path: Path, value: unknown, cards: Cards | null): Changed {
  const parsed = parseSetup(put(draft.setup, path, value));
  if (!parsed.ok) return { draft, problems: parsed.problems };
  const setup = withConsequences(draft.setup, parsed.value, cards);
  const here = path.join('.');
  const refused = cards ? checkSetup(setup, cards).filter((problem) => pathOf(problem) === here) : [];
  if (refused.length > 0) return { draft, problems: refused };
  const first = Math.max(0, ...draft.keys) + 1;
  const keys = setup.lanes === parsed.value.lanes ? draft.keys : setup.lanes.map((_, i) => first + i);
  return { draft: { ...draft, setup, keys }, problems: [] };
}

/** Where a problem is, and what it says. */
export const pathOf = (problem: string): string => /^([\w.-]+): /.exec(problem)?.[1] ?? '';
export const sentenceOf = (problem: string): string => {
  const sentence = problem
    .slice(pathOf(problem) ? pathOf(problem).length + 2 : 0)
    .replace(/expected >=/, 'expected at least ')
    .replace(/expected <=/, 'expected at most ');
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
};

/** Other values that a change would leave meaningless. */
function withConsequences(before: Setup, after: Setup, cards: Cards | null): Setup {
  let setup = after;
  if (after.data.id !== before.data.id) setup = withDataset(ofTask(setup, cards), cards);
  if (after.data.pool > 0 && before.data.pool === 0 && after.data.poolBatch === 0) {
    setup = put(setup, ['data', 'poolBatch'], after.training.batch);
  }
  if (after.data.pool === 0 && before.data.pool > 0) setup = put(setup, ['data', 'poolBatch'], 0);
  const whole = setup.lanes !== after.lanes; // an experiment of another task has the knobs of its own networks
  for (const path of whole ? [] : ([['teacher', 'net'], ['student']] as const)) {
    const net = (s: Setup): NetSpec => (path[0] === 'student' ? s.student : s.teacher.net);
    if (net(before).model !== net(setup).model) setup = put(setup, [...path, 'knobs'], {});
  }
  if (!same(setup.teacher.net, before.teacher.net) && !hasPretrained(setup))
    setup = put(setup, ['teacher', 'source'], 'train');
  if (setup.teacher.source === 'pretrained' && setup.teacher.knobs) {
    const { knobs: _, ...teacher } = setup.teacher; // it trained with what it had
    setup = { ...setup, teacher };
  }
  return setup;
}

/** Detectors and classifiers have other networks and other methods: with scenes comes a whole experiment on some, and back. */
function ofTask(setup: Setup, cards: Cards | null): Setup {
  const dataset = cards?.datasets.find((card) => card.id === setup.data.id);
  const baseline = dataset && baselineOf(dataset);
  if (!baseline || setup.lanes[0]?.method === baseline) return setup;
  const isOfTask = (preset: Preset) => preset.setup.lanes[0]?.method === baseline;
  const own = PRESETS.find((preset) => preset.setup.data.id === dataset.id && isOfTask(preset));
  const { seed, seeds, engine } = setup;
  const { setup: other } = own ?? PRESETS.find(isOfTask) ?? DEFAULT_PRESET;
  return { ...other, data: { ...other.data, id: dataset.id }, seed, seeds, engine };
}

/** Another data set brings the teacher that belongs to it, and nets that can read it. */
function withDataset(setup: Setup, cards: Cards | null): Setup {
  const own = isOwn(setup.data.id) && cards?.datasets.find((card) => card.id === setup.data.id);
  if (own) return fitOwn(setup, own);
  const preset = PRESETS.find((p) => p.setup.data.id === setup.data.id);
  let result = { ...setup, data: { ...setup.data, knobs: {}, augment: NO_AUGMENT } };
  if (preset) result = { ...result, teacher: preset.setup.teacher };
  else result = put(result, ['teacher', 'source'], 'train');
  const dataset = cards?.datasets.find((card) => card.id === setup.data.id);
  if (
    dataset &&
    !fits(
      dataset,
      cards?.models.find((card) => card.id === result.student.model),
    )
  ) {
    const model = cards?.models.find((card) => fits(dataset, card));
    if (model)
      result = put(result, ['student'], { model: model.id, widths: result.student.widths, knobs: {} });
  }
  return result;
}

export const fits = (dataset: DatasetCard, model: ModelCard | undefined): boolean =>
  (!model?.needsImage || dataset.shape.length === 3) &&
  (!model || (model.detects ?? false) === (dataset.anchors !== undefined));

/** Committed weights exist for the teachers of the experiments. */
export const hasPretrained = (setup: Setup): boolean =>
  PRESETS.some(
    (p) =>
      p.setup.teacher.source === 'pretrained' &&
      p.setup.data.id === setup.data.id &&
      same(p.setup.teacher.net, setup.teacher.net),
  );

/**
 * Whether two drafts ask for the same numbers. The order of the lanes is nothing to them: no lane depends on another
 * one or on its place. Lanes are the same by their keys.
 */
export function sameRun(a: Draft, b: Draft, cards: Cards | null): boolean {
  const lanes = a.keys.flatMap((key) => b.setup.lanes[b.keys.indexOf(key)] ?? []);
  return lanes.length === b.setup.lanes.length && sameExperiment(a.setup, { ...b.setup, lanes }, cards);
}

/** The same experiment, whatever the lanes are called and how they look, and with knobs that stand at their default left out. */
export function sameExperiment(a: Setup, b: Setup, cards: Cards | null): boolean {
  return same(plainest(a, cards), plainest(b, cards));
}

function plainest(setup: Setup, cards: Cards | null): unknown {
  const net = (spec: NetSpec) => ({
    ...spec,
    knobs: chosen(cards?.models.find((c) => c.id === spec.model)?.knobs, spec.knobs),
  });
  return {
    ...setup,
    data: {
      ...setup.data,
      knobs: chosen(cards?.datasets.find((c) => c.id === setup.data.id)?.knobs, setup.data.knobs),
    },
    teacher: { ...setup.teacher, net: net(setup.teacher.net) },
    student: net(setup.student),
    lanes: setup.lanes.map((lane) => ({
      method: lane.method,
      without: lane.without,
      code: lane.code,
      knobs: chosen(cards?.methods.find((c) => c.id === lane.method)?.knobs, lane.knobs),
    })),
  };
}

const chosen = (knobs: Knobs | undefined, values: KnobValues): KnobValues =>
  Object.fromEntries(
    Object.entries(values).filter(
      ([name, value]) => !(knobs && Object.hasOwn(knobs, name) && knobs[name]?.default === value),
    ),
  );
