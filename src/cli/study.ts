// npm run study -- FILE|PRESET [--seeds N] [--seed N] [--methods a,b] [--engine wasm] [--validation] [--json FILE]
// Method × seed on one set-up; prints a Markdown table, and writes everything as JSON where asked.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { PRESETS } from '../contract/presets.ts';
import type { Evaluation } from '../contract/protocol.ts';
import { checkSetup, ENGINES, type EngineChoice, parseSetup, type Setup } from '../contract/setup.ts';
import { prepareData } from '../data/prepare.ts';
import { datasetById } from '../data/registry.ts';
import { buildNetwork } from '../nn/network.ts';
import { markdown, type StudyResult } from '../study/report.ts';
import { cards } from '../train/cards.ts';
import { Experiment } from '../train/experiment.ts';
import { loadPretrained } from '../train/pretrained.ts';
import { NEVER_DUE, run } from '../train/run.ts';
import { bootInNode, files } from './node-engine.ts';
import { revisionNow, runMain } from './run-main.ts';

const USAGE =
  'npm run study -- FILE|PRESET [--seeds N] [--seed N] [--methods a,b] [--engine wasm|webgpu|cpu] [--validation] [--json FILE]';

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      seeds: { type: 'string' },
      seed: { type: 'string' },
      methods: { type: 'string' },
      engine: { type: 'string' },
      json: { type: 'string' },
      validation: { type: 'boolean' },
    },
  });
  const source = positionals[0];
  if (!source) return complain(`Which set-up? ${USAGE}. Presets: ${PRESETS.map((p) => p.id).join(', ')}.`);
  const preset = PRESETS.find((p) => p.id === source);
  if (!preset && !existsSync(source))
    return complain(`${source} is neither a preset (${PRESETS.map((p) => p.id).join(', ')}) nor a file.`);
  const base = preset ? preset.setup : readSetup(source);
  if (typeof base === 'string') return complain(base);
  const methods = values.methods?.split(',');
  const unknown = methods?.find((method) => !base.lanes.some((lane) => lane.method === method));
  if (unknown)
    return complain(
      `--methods: ${source} has no lane with ${unknown}; it has ${base.lanes.map((l) => l.method).join(', ')}.`,
    );
  const parsed = parseSetup({
    ...base,
    seeds: Number(values.seeds ?? base.seeds),
    seed: Number(values.seed ?? base.seed),
    lanes: methods
      ? base.lanes.filter((l) => l.method === 'alone' || methods.includes(l.method))
      : base.lanes,
  });
  if (!parsed.ok) return complain(parsed.problems.join('\n'));
  const problems = checkSetup(parsed.value, cards);
  if (problems.length) return complain(problems.join('\n'));
  const choice = (values.engine ?? 'auto') as EngineChoice;
  if (!ENGINES.includes(choice)) return complain(`--engine is one of ${ENGINES.join(', ')}, got ${choice}.`);

  const result = await study(
    preset?.title.en ?? source,
    parsed.value,
    choice,
    values.validation ? 'validation' : 'test',
  );
  console.log(markdown(result));
  if (values.json) writeFileSync(values.json, `${JSON.stringify(result)}\n`);
  return 0;
}

/** A set-up from a file, unchecked but for its lanes, or a sentence that says why there is none. */
function readSetup(file: string): Setup | string {
  try {
    const json: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const lanes = (json as { lanes?: unknown } | null)?.lanes;
    return Array.isArray(lanes)
      ? (json as Setup)
      : `${file}: lanes: expected a list, got ${JSON.stringify(lanes)}.`;
  } catch (error) {
    return `${file}: ${error instanceof Error ? error.message : error}`;
  }
}

function complain(sentence: string): number {
  console.error(sentence);
  return 2;
}

async function study(
  title: string,
  setup: Setup,
  choice: EngineChoice,
  split: StudyResult['split'],
): Promise<StudyResult> {
  const revision = revisionNow();
  const { engine, adapter } = await bootInNode(choice);
  const data = await prepareData(datasetById(setup.data.id), setup, files.data);
  const network = buildNetwork(setup.teacher.net, data.shape, data.classes.length);
  const pretrained =
    setup.teacher.source === 'pretrained' ? await loadPretrained(setup, network, files.teachers) : null;
  const experiment = new Experiment(setup, data, pretrained);
  const last = new Map<string, readonly Evaluation[]>();
  const stopped = new Map<string, string>();
  const began = performance.now();
  let said = began;
  for await (const event of run(experiment, NEVER_DUE, 1)) {
    if (event.type === 'evaluation') last.set(event.lane, event[split]);
    else if (event.type === 'stopped') stopped.set(event.lane, event.reason);
    else if (event.type === 'stepped' && performance.now() - said > 5000) {
      said = performance.now();
      const total = experiment.stepsIn(event.phase);
      const left = ((said - began) / event.step) * (total - event.step);
      console.error(`${event.phase}: step ${event.step} of ${total}, ${Math.round(left / 1000)} s left`);
    }
  }
  const seconds = (performance.now() - began) / 1000;
  const teacher = last.get(experiment.teacher.id)?.[0];
  if (!teacher) throw new Error(`The teacher stopped. ${stopped.get(experiment.teacher.id) ?? ''}`);
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    dependencies: Record<string, string>;
  };
  return {
    title,
    setup,
    split,
    engine,
    adapter,
    seconds,
    versions: { node: process.version, tfjs: dependencies['@tensorflow/tfjs-core'] ?? '' },
    revision,
    date: new Date().toISOString().slice(0, 10),
    steps: experiment.totalSteps,
    teacher,
    lanes: experiment.lanes.map(({ id }, i) => ({
      method: setup.lanes[i]?.method ?? id,
      knobs: setup.lanes[i]?.knobs ?? {},
      stopped: stopped.get(id) ?? null,
      last: stopped.has(id) ? [] : (last.get(id) ?? []),
    })),
  };
}

await runMain(main);
