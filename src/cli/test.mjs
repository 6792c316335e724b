// `npm test`: installs what is missing, then checks everything and counts. All stages run, even after a
// failure. `npm test -- --only unit,gpu` runs some.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureChromium } from './browser.mjs';
import { installPackages } from './install.mjs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Count */

const LONGEST_STAGE = 40 * 60_000; // ms; a browser that hangs is a failure, not a wait
const reports = mkdtempSync(join(tmpdir(), 'stillroom-'));

/** @param {string} project */
const vitest = (project) => {
  const report = join(reports, `${project}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return {
    command: ['vitest/vitest.mjs', 'run', '--project', project, ...reporters],
    count: () => vitestCount(report),
  };
};

const journeys = join(reports, 'e2e.json');

/** @type {Record<string, { command: string[], count?: () => Count, browser?: boolean, env?: Record<string, string> }>} */
const STAGES = {
  check: { command: ['typescript/bin/tsc', '-b'] },
  lint: { command: ['@biomejs/biome/bin/biome', 'check', '--error-on-warnings'] },
  unit: vitest('unit'),
  gpu: { ...vitest('gpu'), browser: true },
  build: { command: ['vite/bin/vite.js', 'build', '--logLevel', 'warn'] },
  size: { command: ['../src/cli/check-size.mjs'] },
  e2e: {
    command: ['playwright/cli.js', 'test', '--config', 'e2e/playwright.config.ts', '--reporter', 'list,json'],
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: journeys },
    count: () => playwrightCount(journeys),
    browser: true,
  },
};

process.chdir(fileURLToPath(new URL('../..', import.meta.url)));
process.on('exit', () => rmSync(reports, { recursive: true, force: true }));

const total = { passed: 0, failed: 0 };
/** @type {string[]} */
const lines = [];
try {
  const names = chosen();
  installPackages();
  if (names.some((name) => STAGES[name]?.browser)) await ensureChromium();
  for (const name of names) {
    console.log(`\n── ${name}`);
    const started = Date.now();
    const { passed, failed, skipped } = run(name);
    total.passed += passed;
    total.failed += failed;
    const seconds = ((Date.now() - started) / 1000).toFixed(1).padStart(7);
    const left = skipped ? `, ${skipped} skipped` : '';
    lines.push(
      `${failed ? '✗' : '✓'} ${name.padEnd(6)}${seconds} s   ${passed} passed, ${failed} failed${left}`,
    );
    console.log(lines.at(-1));
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  total.failed += 1;
}
if (lines.length > 1) console.log(`\n${lines.join('\n')}`);
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed ? 1 : 0;

/** The stages asked for, in their own order. */
function chosen() {
  const { values } = parseArgs({ options: { only: { type: 'string' } } });
  const all = Object.keys(STAGES);
  const asked = values.only?.split(',') ?? all;
  const unknown = asked.filter((name) => !all.includes(name));
  if (unknown.length)
    throw new Error(`There is no stage ${unknown.join(', ')}; the stages are ${all.join(', ')}.`);
  return all.filter((name) => asked.includes(name));
}

/** Runs a stage and counts its tests; a stage without tests counts as one. @param {string} name @returns {Count} */
function run(name) {
  const stage = STAGES[name];
  if (!stage) throw new Error(`There is no stage ${name}.`);
  const [program = '', ...args] = stage.command;
  const { status, signal, error } = spawnSync(process.execPath, [join('node_modules', program), ...args], {
    stdio: 'inherit',
    timeout: LONGEST_STAGE,
    env: { ...process.env, ...stage.env },
  });
  if (signal === 'SIGINT') process.exit(130);
  if (error) console.error(`${name}: ${error.message}`);
  const ok = status === 0;
  if (!stage.count) return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
  const count = countOr(stage.count);
  if (ok && count.passed + count.failed === 0) console.error(`${name}: no test ran.`);
  // A program that fails without a failed test (nothing ran, or it broke outside a test) is a failure too.
  return count.failed || (ok && count.passed) ? count : { ...count, failed: 1 };
}

/** @param {() => Count} count @returns {Count} */
function countOr(count) {
  try {
    return count();
  } catch {
    return { passed: 0, failed: 0, skipped: 0 }; // no report: it ended before it could write one
  }
}

/** @param {string} file @returns {Count} */
function vitestCount(file) {
  const report = JSON.parse(readFileSync(file, 'utf8'));
  /** @type {{ status: string, assertionResults: { status: string }[] }[]} */
  const files = report.testResults;
  // A file that could not be loaded has no tests to fail: it counts as one.
  const unloaded = files.filter(
    (f) => f.status === 'failed' && !f.assertionResults.some((t) => t.status === 'failed'),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** @param {string} file @returns {Count} */
function playwrightCount(file) {
  const { stats, errors } = JSON.parse(readFileSync(file, 'utf8'));
  const failed = stats.unexpected + stats.flaky;
  return { passed: stats.expected, failed: failed || errors.length, skipped: stats.skipped };
}
