// Looks at the built page: what a visitor downloads before the first pixel, and that the page is closed
// to everything but itself. `npm run size`; also a stage of `npm test`.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

/** Kilobytes (1000 bytes) of gzipped JavaScript. */
const BUDGET = 150;
/** Only the worker may have these. */
const ENGINE_ONLY = /^@(tensorflow|jax-js)\//;

const dist = fileURLToPath(new URL('../../dist/', import.meta.url));
/** @param {string} file */
const read = (file) => readFileSync(dist + file);

if (!existsSync(`${dist}.vite/manifest.json`)) {
  console.error('There is no built page in dist/: run `npm run build` first.');
  process.exit(1);
}

/** @type {Record<string, { file: string, isEntry?: boolean, imports?: string[] }>} */
const manifest = JSON.parse(read('.vite/manifest.json').toString());
/** @type {Record<string, string[]>} */
const packages = JSON.parse(read('.vite/packages.json').toString());
const html = read('index.html').toString();

/** @type {string[]} */
const problems = [];
const chunks = firstLoad();
const sizes = chunks.map(
  (file) => /** @type {const} */ ([file, gzipSync(read(file), { level: 9 }).length / 1000]),
);
const total = sizes.reduce((sum, [, size]) => sum + size, 0);

if (total > BUDGET)
  problems.push(`The first load is ${total.toFixed(1)} kB of JavaScript, over its ${BUDGET} kB.`);
for (const file of chunks) {
  const strays = packages[file]?.filter((name) => ENGINE_ONLY.test(name)) ?? ['(no record of its packages)'];
  if (strays.length)
    problems.push(`${file} is loaded first and holds ${strays.join(', ')}: only the worker may.`);
}
if (!html.includes('http-equiv="Content-Security-Policy"'))
  problems.push('index.html has no content security policy.');
for (const [tag, attributes = '', body = ''] of html.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/g)) {
  if (!/\bsrc=/.test(attributes) || body.trim())
    problems.push(`index.html has an inline script: ${tag.slice(0, 80)}`);
}
for (const [, url] of html.matchAll(/\b(?:src|href)="((?:https?:)?\/[^"]*)"/g)) {
  problems.push(`index.html names ${url}: it may only name files beside it, as ./…`);
}

for (const [file, size] of sizes) console.log(`${size.toFixed(1).padStart(8)} kB  ${file}`);
console.log(
  `${total.toFixed(1).padStart(8)} kB  gzipped JavaScript on first load; the budget is ${BUDGET} kB`,
);
for (const problem of problems) console.error(problem);
process.exitCode = problems.length ? 1 : 0;

/** The entry chunk and everything it imports before it runs. */
function firstLoad() {
  const entry = Object.keys(manifest).find((name) => manifest[name]?.isEntry && name.endsWith('.html'));
  if (!entry) throw new Error('dist/.vite/manifest.json names no entry page: was the page built?');
  const names = new Set([entry]);
  for (const name of names) for (const next of manifest[name]?.imports ?? []) names.add(next);
  const files = [...names].flatMap((name) => manifest[name]?.file ?? []);
  const preloaded = [...html.matchAll(/<(?:script|link)\b[^>]*\b(?:src|href)="\.\/([^"]+\.js)"/g)].map(
    ([, file]) => file ?? '',
  );
  return [...new Set([...files, ...preloaded])];
}
