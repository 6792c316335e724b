// Every sentence that the engine, the parsers and the readers of files can say has its Chinese; it is found in the sources.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parseSetup } from '../../contract/setup.ts';
import { sayerOf } from './sentences.ts';
import { sentencesZh } from './sentences.zh.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SPEAKERS = ['contract', 'data', 'detect', 'distill', 'gpu', 'nn', 'state', 'study', 'train'];
/** Not shown as a sentence: a credit, and the heading of a table that is copied. */
const OTHERS = ['Your own data; it stays on this machine.'];
const isHeading = (file: string) => file.startsWith('study/report');

const files = SPEAKERS.flatMap((folder) =>
  readdirSync(`${ROOT}${folder}`, { recursive: true, encoding: 'utf8' }).map((path) => `${folder}/${path}`),
).filter((path) => path.endsWith('.ts') && !/\.test\.ts$|testing|golden/.test(path));

/** The texts in a source, with {} for what templates fill in; comments and texts that have their Chinese beside them left out. */
function textsOf(source: string): string[] {
  const found: string[] = [];
  let at = 0;
  const escaped = (): string => {
    const mark = source[at + 1] as string;
    at += 2;
    if (mark !== 'u') return mark === 'n' ? '\n' : mark;
    at += 4;
    return String.fromCharCode(Number.parseInt(source.slice(at - 4, at), 16));
  };
  const text = (quote: string): string => {
    let value = '';
    for (at++; at < source.length && source[at] !== quote; ) {
      if (source[at] === '\\') value += escaped();
      else if (quote === '`' && source.startsWith('${', at)) {
        at += 2;
        value += '{}';
        inside();
      } else value += source[at++];
    }
    at++;
    return value;
  };
  /** What stands between the braces of a template. */
  const inside = () => {
    for (let depth = 1; depth > 0; ) {
      const c = source[at] as string;
      if (c === '`' || c === "'" || c === '"') found.push(text(c));
      else {
        if (c === '{') depth++;
        if (c === '}') depth--;
        at++;
      }
    }
  };
  while (at < source.length) {
    const c = source[at] as string;
    if (source.startsWith('//', at))
      at = (source.indexOf('\n', at) + source.length + 1) % (source.length + 1);
    else if (source.startsWith('/*', at)) at = source.indexOf('*/', at) + 2;
    else if (c === '`' || c === "'" || c === '"') {
      const inWords = /\b(en|zh): $/.test(source.slice(Math.max(0, at - 6), at));
      const value = text(c);
      if (!inWords) found.push(value);
    } else at++;
  }
  return found;
}

const isSentence = (text: string) =>
  /[.!?]$/.test(text) && text.split(/\s+/).length >= 3 && !text.includes('\n');
const sentences = new Set(
  files
    .filter((file) => !isHeading(file))
    .flatMap((file) => textsOf(readFileSync(`${ROOT}${file}`, 'utf8')))
    .filter((text) => isSentence(text) && !OTHERS.includes(text)),
);
const say = sayerOf(sentencesZh);

test('there are sentences to be found, of all those who speak', () => {
  expect(files.length).toBeGreaterThan(150);
  expect(sentences.size).toBeGreaterThan(200);
  for (const known of [
    '{}: there is no such entry.', // contract
    'At step {} its {} was no longer a finite number. Try a lower learning rate or a longer warm-up.', // train
    'The file holds no tensors.', // state
    '{}: the server answered {}.', // data
  ])
    expect(sentences).toContain(known);
  // The control: what the scanner makes of a source.
  expect(
    textsOf(
      "// 'no'\nconst a = `One $" +
        '{b ? `two $' +
        "{c}` : 'three.'} four.`; say({ en: 'Not this.', d: 'But that.' });",
    ),
  ).toEqual(['two {}', 'three.', 'One {} four.', 'But that.']);
});

test('every one has its Chinese', () => {
  const missing = [...sentences].filter((sentence) => !Object.hasOwn(sentencesZh, sentence));
  expect(missing).toEqual([]);
});

test('the Chinese has the gaps of the English, each once', () => {
  for (const [english, chinese] of Object.entries(sentencesZh)) {
    const gaps = english.split('{}').length - 1;
    let next = 1;
    const used = Array.from(chinese.matchAll(/\{(\d*)\}/g), ([, n]) => (n ? Number(n) : next++));
    if (/\{\d/.test(chinese)) for (const n of used) expect(n, english).toBeLessThanOrEqual(gaps);
    expect(new Set(used).size, english).toBe(gaps);
    expect(chinese, english).not.toBe(english);
  }
});

test('sentences are said with what fills their gaps, in their order', () => {
  expect(say('There is no test sample 7; there are 5.')).toBe('没有第 7 个 test 样本；共有 5 个。');
  expect(say('lanes.1.knobs.T: expected a number from 0.5 to 20, got 99.')).toBe(
    'lanes.1.knobs.T：应为 0.5 到 20 之间的数，得到的是 99。',
  );
});

test('a sentence in a sentence is said too, and several in a row', () => {
  expect(
    say('No engine starts here. WebGPU: this browser does not offer it here. WebGL: it does not start here.'),
  ).toBe('这里没有任何引擎能启动。WebGPU：此浏览器在这里不提供它。WebGL：它在这里无法启动。');
  expect(say('The engine is not running. There is no student.')).toBe('引擎没有运行。没有学生。');
});

test('what is not known stays as it is, beside what is', () => {
  expect(say('Failed to fetch')).toBe('Failed to fetch');
  expect(say('digits.bin: could not be fetched: TypeError: Failed to fetch.')).toBe(
    'digits.bin：无法获取：TypeError: Failed to fetch。',
  );
  expect(say('There is no student. Cannot read properties of undefined.')).toBe(
    '没有学生。Cannot read properties of undefined.',
  );
});

test('what a parser says of a bad set-up is Chinese throughout', () => {
  const parsed = parseSetup({ data: 3, extra: 1, seeds: 0.5 });
  const problems = parsed.ok ? [] : parsed.problems;
  expect(problems.length).toBeGreaterThan(3);
  for (const problem of problems) {
    expect(problem).toMatch(/there is no such entry|expected/);
    expect(say(problem)).not.toMatch(/there is|expected|got/);
  }
});

test('a long text, and one of many sentences, is said in no time', () => {
  const began = performance.now();
  say(`${'a: b, c; d. '.repeat(80)}`);
  say(`${'x: '.repeat(300)}.`);
  expect(performance.now() - began).toBeLessThan(5000); // not a measurement: exponential patterns would take minutes
});
