// npm run teachers -- [--only DATA] [--engine wasm]: trains the pretrained teachers of the presets and writes
// public/teachers: one file of weights each, and a manifest that says how they came about.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PRESETS } from '../contract/presets.ts';
import type { EngineChoice, Setup } from '../contract/setup.ts';
import { prepareData } from '../data/prepare.ts';
import { datasetById } from '../data/registry.ts';
import { Experiment } from '../train/experiment.ts';
import { pack, type TeacherEntry } from '../train/pretrained.ts';
import { NEVER_DUE, run } from '../train/run.ts';
import { bootInNode, files } from './node-engine.ts';
import { runMain } from './run-main.ts';

const FOLDER = join('public', 'teachers');
const SEED = 0;

async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { only: { type: 'string' }, engine: { type: 'string' } } });
  const { engine, adapter } = await bootInNode((values.engine ?? 'auto') as EngineChoice);
  mkdirSync(FOLDER, { recursive: true });
  const path = join(FOLDER, 'manifest.json');
  const { teachers } = existsSync(path)
    ? (JSON.parse(readFileSync(path, 'utf8')) as { teachers: TeacherEntry[] })
    : { teachers: [] };
  for (const setup of distinct()) {
    const file = `${setup.data.id}-${setup.teacher.net.model}-${setup.teacher.net.widths.join('-')}.bin`;
    if (values.only && values.only !== setup.data.id) continue;
    const entry = await trainOne(setup, file, `${engine} (${adapter})`);
    const at = teachers.findIndex((t) => t.file === file);
    teachers.splice(at < 0 ? teachers.length : at, at < 0 ? 0 : 1, entry);
    console.log(
      `${file}: validation ${(100 * entry.validationAccuracy).toFixed(2)} %, test ${(100 * entry.testAccuracy).toFixed(2)} %`,
    );
    writeFileSync(path, `${JSON.stringify({ teachers }, null, 1)}\n`);
  }
  return 0;
}

/** The presets' teachers, each once. */
function distinct(): Setup[] {
  const seen = new Map<string, Setup>();
  for (const { setup } of PRESETS) {
    const key = JSON.stringify([setup.data.id, setup.teacher.net]);
    if (setup.teacher.source === 'pretrained' && !seen.has(key)) seen.set(key, setup);
  }
  return [...seen.values()];
}

async function trainOne(preset: Setup, file: string, engine: string): Promise<TeacherEntry> {
  // Of scenes, which cost nothing, as many as there can be.
  const { train } = datasetById(preset.data.id).knobs;
  const setup: Setup = {
    ...preset,
    seed: SEED,
    seeds: 1,
    data: {
      ...preset.data,
      ...(train && { knobs: { train: train.max } }),
      labels: { teacher: 0, student: 1 },
      pool: 0,
      poolBatch: 0,
    },
    teacher: { ...preset.teacher, source: 'train' },
    lanes: preset.lanes.slice(0, 1),
    training: { ...preset.training, length: { unit: 'steps', count: 1 } },
  };
  const data = await prepareData(datasetById(setup.data.id), setup, files.data);
  const experiment = new Experiment(setup, data, null);
  for await (const event of run(experiment, NEVER_DUE, 1)) {
    if (event.type === 'stopped') throw new Error(`${file}: the teacher stopped. ${event.reason}`);
  }
  const { validation, test } = await experiment.evaluate(experiment.teacher, true);
  const { network } = experiment.teacher;
  const bytes = pack(network, await experiment.teacher.weights.ofFirstSeed());
  experiment.dispose();
  writeFileSync(join(FOLDER, file), bytes);
  return {
    file,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    data: setup.data.id,
    model: setup.teacher.net.model,
    widths: setup.teacher.net.widths,
    knobs: setup.teacher.net.knobs,
    seed: SEED,
    steps: experiment.teacherSteps,
    validationAccuracy: validation[0]?.accuracy ?? 0,
    testAccuracy: test[0]?.accuracy ?? 0,
    engine,
    ...(train && { scenes: train.max }),
    parameters: network.parameters.map(({ name, shape }) => ({ name, shape: [...shape] })),
  };
}

await runMain(main);
