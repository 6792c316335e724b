// npm run bench -- [--quick] [--only workload,…] [--engines a,b] [--rounds N] [--node] [--json FILE]
// npm run bench -- --sweep [--svg FILE] or --memory STEPS or --speeds FILE or --pack FOLDER
// Times our engine and others on the same steps, in one session of a browser, or in Node on Dawn.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { barsOf } from '../bench/bars.ts';
import { chart } from '../bench/chart.ts';
import { ENGINE_IDS, type EngineId } from '../bench/engines.ts';
import { growthText, longRunText, panelsOf } from '../bench/growth.ts';
import { type Report, sound } from '../bench/report.ts';
import { SPEED_ENGINES, SPEED_PLANS, speedsOf } from '../bench/speeds.ts';
import { adapterSentence, text } from '../bench/table.ts';
import { WORKLOAD_IDS, workloads } from '../bench/workloads.ts';
import { type Host, hostInBrowser, hostInNode } from './bench-host.ts';
import { revisionNow, runMain } from './run-main.ts';

const USAGE = `npm run bench -- [--quick] [--only workload,…] [--engines a,b] [--rounds N] [--node] [--json FILE]
npm run bench -- --sweep [--svg FILE] [--node] [--json FILE]
npm run bench -- --memory STEPS [--node] [--json FILE]
npm run bench -- --speeds FILE   makes the table by which the page picks its engine where there is no GPU
npm run bench -- --page [--seconds N] [--json FILE]   whether the page stays fluent with eight lanes
npm run bench -- --pack FOLDER   makes FOLDER, to be run elsewhere by: node FOLDER/bench.js --node`;
/** Engines that only a browser has. */
const NOT_IN_NODE: readonly EngineId[] = ['tfjs-webgl'];
/** How often every engine has its turn, and how long a turn lasts. */
const ROUNDS = 5;
const TURN_MS = 300;
/** Of the run whose speed and memory stand in the sweep. */
const SWEPT_STEPS = 10_000;
const MILESTONES = 20;

interface Asked {
  readonly quick: boolean;
  readonly node: boolean;
  readonly sweep: boolean;
  readonly memory: number | null;
  readonly pack: string | null;
  readonly speeds: string | null;
  readonly rounds: number;
  readonly only: readonly string[] | null;
  readonly engines: readonly EngineId[];
  readonly json: string | null;
  readonly svg: string | null;
}

async function main(args: string[]): Promise<number> {
  if (args.includes('--page')) return (await import('./page-bench.ts')).pageBench(args);
  let asked: Asked;
  try {
    asked = read(args);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n${USAGE}`);
    return 2;
  }
  if (asked.pack !== null) {
    await (await import('./bench-pack.ts')).pack(asked.pack);
    return 0;
  }
  const host = await (asked.node ? hostInNode() : hostInBrowser());
  try {
    const head = {
      ...(await host.run('adapterOf', {}, tell)),
      browser: host.name,
      date: new Date().toISOString(),
      revision: revisionNow(),
    };
    if (asked.memory !== null) return await memory(host, head, asked, asked.memory);
    if (asked.speeds !== null) return await speeds(host, head, asked, asked.speeds);
    if (asked.sweep) return await sweep(host, head, asked);
    return await compare(host, head, asked);
  } finally {
    await host.close();
  }
}

type Head = Omit<Report, 'rows' | 'workloads'>;

async function compare(
  host: Host,
  head: Head,
  { quick, only, rounds, engines, node, json }: Asked,
): Promise<number> {
  const specs = workloads(quick && !only, head.software).filter(({ id }) => !only || only.includes(id));
  const here = engines.filter((id) => !(node && NOT_IN_NODE.includes(id)));
  const rows = await host.run('bench', { workloads: specs, engines: here, rounds, budgetMs: TURN_MS }, tell);
  const titles = Object.fromEntries(specs.map(({ id, title }) => [id, title]));
  const report: Report = { rows, workloads: titles, ...head };
  console.log(text(report, barsOf(report)));
  if (here.length < engines.length)
    console.log(`\n${NOT_IN_NODE.join(', ')} needs a browser and is left out in Node.`);
  save(json, { ...report, bars: barsOf(report) });
  return sound(report) ? 0 : 1;
}

async function sweep(host: Host, head: Head, { rounds, json, svg }: Asked): Promise<number> {
  const long = await host.run('longRun', { steps: SWEPT_STEPS, milestones: MILESTONES }, tell);
  const sweeps = await host.run('sweeps', { rounds, budgetMs: TURN_MS }, tell);
  console.log([adapterSentence(head), growthText(sweeps), longRunText(long)].join('\n\n'));
  save(json, { ...head, sweeps, long });
  if (svg) writeFileSync(svg, chart(panelsOf(sweeps, long), 'ms a step'));
  return 0;
}

async function memory(host: Host, head: Head, { json }: Asked, steps: number): Promise<number> {
  const long = await host.run('longRun', { steps, milestones: MILESTONES }, tell);
  console.log([adapterSentence(head), longRunText(long)].join('\n\n'));
  save(json, { ...head, long });
  return 0;
}

async function speeds(host: Host, head: Head, { rounds }: Asked, file: string): Promise<number> {
  if (!head.software) throw new Error(`The table is about software adapters; here is ${head.adapter}.`);
  const options = { workloads: SPEED_PLANS, engines: SPEED_ENGINES, rounds, budgetMs: TURN_MS };
  const rows = speedsOf(await host.run('bench', options, tell));
  save(file, { ...head, unit: 'ms a step, one student or several with KD and Adam', rows });
  return 0;
}

const began = performance.now();
function tell(what: string): void {
  console.error(`${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  ${what}`);
}

function save(file: string | null, result: object): void {
  if (file) writeFileSync(file, `${JSON.stringify(result, null, 1)}\n`);
}

/** The arguments; throws a sentence where one is wrong. */
function read(args: string[]): Asked {
  const flag = { type: 'boolean', default: false } as const;
  const word = { type: 'string' } as const;
  const { values } = parseArgs({
    args,
    options: {
      ...{ quick: flag, node: flag, sweep: flag },
      ...{
        memory: word,
        rounds: word,
        only: word,
        engines: word,
        json: word,
        svg: word,
        pack: word,
        speeds: word,
      },
    },
  });
  return {
    ...{ quick: values.quick, node: values.node, sweep: values.sweep },
    memory: values.memory === undefined ? null : whole('--memory', values.memory, MILESTONES),
    rounds: values.rounds === undefined ? ROUNDS : whole('--rounds', values.rounds, 1),
    only: values.only === undefined ? null : named('--only', values.only, WORKLOAD_IDS),
    engines: values.engines === undefined ? ENGINE_IDS : named('--engines', values.engines, ENGINE_IDS),
    pack: values.pack ?? null,
    speeds: values.speeds ?? null,
    json: values.json ?? null,
    svg: values.svg ?? null,
  };
}

function whole(option: string, value: string, least: number): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < least)
    throw new Error(`${option} is a whole number from ${least}, got ${value}.`);
  return number;
}

function named<T extends string>(option: string, value: string, all: readonly T[]): readonly T[] {
  const asked = value.split(',');
  const unknown = asked.filter((name) => !all.includes(name as T));
  if (unknown.length)
    throw new Error(`${option}: there is no ${unknown.join(', ')}; there are ${all.join(', ')}.`);
  return all.filter((name) => asked.includes(name));
}

await runMain(main);
