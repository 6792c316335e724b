// Files and links that are not what they say: each gets its sentence, and the run that stands is not touched.
import { readFileSync } from 'node:fs';
import { DEFAULT_PRESET } from '../src/contract/presets.ts';
import { writeSetupFile } from '../src/state/setup-file.ts';
import { readSafetensors, type Tensors, writeSafetensors } from '../src/state/takeaway/safetensors.ts';
import { expect, test, type Visit } from './visit.ts';

type Case = readonly [what: string, content: string | Uint8Array, sentence: string];

/** The header of a good file, changed as text; the data stay. */
function reheaded(good: Uint8Array, change: (header: string) => string, length?: bigint): Uint8Array {
  const end = 8 + Number(new DataView(good.buffer, good.byteOffset, 8).getBigUint64(0, true));
  const header = new TextEncoder().encode(change(new TextDecoder().decode(good.subarray(8, end))));
  const bytes = new Uint8Array([...new Uint8Array(8), ...header, ...good.subarray(end)]);
  new DataView(bytes.buffer).setBigUint64(0, length ?? BigInt(header.length), true);
  return bytes;
}

function weights(good: Uint8Array): Case[] {
  const read = readSafetensors(good);
  if (!read.ok) throw new Error(read.problems.join(' '));
  const { tensors, metadata } = read.value;
  const { 'head.bias': bias, ...rest } = tensors;
  if (!bias) throw new Error('The teacher has no head.');
  const size = bias.values.length;
  const filled = (value: number): Tensors => ({
    ...tensors,
    'head.bias': { shape: [size], values: new Float32Array(size).fill(value) },
  });
  const entry = (change: (entry: { dtype: string; shape: number[]; data_offsets: number[] }) => object) =>
    reheaded(good, (header) => {
      const json = JSON.parse(header);
      return JSON.stringify({ ...json, 'head.bias': { ...json['head.bias'], ...change(json['head.bias']) } });
    });
  return [
    ['nothing', new Uint8Array(), 'The file has 0 bytes'],
    ['seven bytes', good.slice(0, 7), 'The file has 7 bytes'],
    ['a header cut off', good.slice(0, 40), 'but only 32 follow'],
    ['data cut off', good.slice(0, -4), 'bytes of data.'],
    ['a byte too many', new Uint8Array([...good, 0]), '1 bytes belong to none'],
    ['a header past the end', reheaded(good, (h) => h, 1_000_000n), 'header has 1000000 bytes, but only'],
    ['a header of eight exabytes', reheaded(good, (h) => h, 2n ** 63n), '9223372036854775808 bytes; at most'],
    ['no JSON', reheaded(good, (h) => h.slice(0, -20)), 'The header of the file is not JSON'],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'says that its header has'],
    ['__proto__', reheaded(good, (h) => h.replace('{', '{"__proto__":{},')), 'a key named "__proto__"'],
    ['half precision', entry(() => ({ dtype: 'F16' })), '"head.bias" is of type "F16"'],
    ['forged offsets', entry(() => ({ data_offsets: [0, 1e9] })), 'lies at 0 to 1000000000'],
    ['offsets of text', entry(() => ({ data_offsets: ['0', '4'] })), 'has no two offsets: ["0","4"]'],
    ['a shape of billions', entry(() => ({ shape: [2 ** 40] })), 'takes 4398046511104 bytes'],
    [
      'overlapping tensors',
      entry(({ data_offsets: [from = 0, to = 0] }) => ({
        data_offsets: from > 0 ? [from - 4, to - 4] : [from + 4, to + 4],
      })),
      'within another tensor',
    ],
    ['no numbers', writeSafetensors(filled(Number.NaN), metadata), '"head.bias": number 0 is NaN'],
    ['infinity', writeSafetensors(filled(Number.POSITIVE_INFINITY), metadata), 'number 0 is Infinity'],
    ['a missing tensor', writeSafetensors(rest, metadata), 'head.bias is missing, the network needs it.'],
    [
      'a tensor more',
      writeSafetensors({ ...tensors, extra: bias }, metadata),
      '"extra" is no parameter of the network',
    ],
    [
      'another shape',
      writeSafetensors({ ...rest, 'head.bias': { ...bias, shape: [1, size] } }, metadata),
      `head.bias is [1,${size}], the network needs [${size}]`,
    ],
    [
      'another network',
      writeSafetensors(tensors, { ...metadata, network: '{"model":"cnn","widths":[64],"knobs":{}}' }),
      'The file is of {"model":"cnn"',
    ],
    [
      'other classes',
      writeSafetensors(tensors, { ...metadata, classes: '["cat","dog"]' }),
      'knows the classes ["cat","dog"]',
    ],
  ];
}

function setups(): Case[] {
  const { setup } = DEFAULT_PRESET;
  const good = writeSetupFile(setup);
  const file = (change: object) => JSON.stringify({ ...setup, ...change });
  const lane = { method: 'kd', knobs: {} };
  return [
    ['nothing', '', 'The file is not JSON'],
    ['prose', 'Dear reader', "Unexpected token 'D'"],
    ['half of it', good.slice(0, 300), 'in JSON at position 300'],
    ['__proto__', good.replace('"seed": 1', '"__proto__": {}, "seed": 1'), 'a key named "__proto__"'],
    ['constructor', good.replace('"seed": 1', '"constructor": {}, "seed": 1'), 'a key named "constructor"'],
    ['another version', good.replace('"version": 1', '"version": 2'), 'version: expected 1, got 2.'],
    ['a foreign format', '{"format":"gltf","version":1}', 'or "stillroom-results", got "gltf".'],
    ['results of later', '{"format":"stillroom-results","version":7}', 'version: expected 1, got 7.'],
    ['NaN as text', file({ seed: 'NaN' }), 'seed: expected number, got "NaN".'],
    ['nine lanes', file({ lanes: [setup.lanes[0], ...Array(8).fill(lane)] }), 'lanes: expected <=8, got 9.'],
    ['no lanes', file({ lanes: [] }), 'lanes: expected >=1, got 0.'],
    ['an unknown method', file({ lanes: [setup.lanes[0], { ...lane, method: 'magic' }] }), 'no "magic"'],
    ['less than no units', file({ student: { ...setup.student, widths: [-1] } }), 'got -1.'],
    ['an entry more', file({ extra: 1 }), 'extra: there is no such entry.'],
    ['300 kB', ' '.repeat(300_000), 'The file has 300000 bytes'],
  ];
}

const LINKS: readonly Case[] = [
  ['a broken encoding', 'seed=%E0%A4%A', 'seed: "seed=%E0%A4%A" has no readable value.'],
  ['a part that does not exist', 'sead=1', '"sead" is not a part of a set-up.'],
  ['a part that stands twice', 'seed=1&seed=2', '"seed" stands there twice.'],
  ['too many characters', `seed=${'1'.repeat(9000)}`, 'The link is 9005 characters long'],
  ['a forbidden name', '__proto__.seed=1', '"__proto__.seed" is not a part of a set-up.'],
  ['a forbidden knob', 'lanes=alone;kd(constructor:1)', 'a knob cannot be named "constructor"'],
  ['an unknown experiment', 'preset=nope', 'preset: there is no "nope"'],
  ['no number', 'seed=NaN', 'seed: expected a number, got "NaN".'],
  ['infinity', 'training.rate=1e999', 'training.rate: expected'],
  ['an unfinished text', "lanes=alone;kd'x", 'lanes: '],
];

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Gives each file to the page and waits for its sentence where it belongs. */
async function give(visit: Visit, input: string, place: string, name: string, cases: readonly Case[]) {
  for (const [what, content, sentence] of cases) {
    const buffer = Buffer.from(content as string);
    await visit.page.locator(input).setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
    await expect
      .soft(visit.page.locator(place), `${name} with ${what}`)
      .toHaveText(new RegExp(escaped(sentence)), { timeout: 10_000 });
  }
}

test('Malformed weights, set-ups and links get a sentence each, and the run stands as it stood', async ({
  visit,
}) => {
  await visit.open();
  await visit.press('Play');
  await visit.reaches(5);
  await visit.press('Pause');
  await visit.stands('Paused');
  const [fingerprint, numbers] = [await visit.fingerprint(), await visit.allNumbers()];

  await visit.page.getByRole('button', { name: 'Take it with you…' }).click();
  const dialog = visit.page.getByRole('dialog');
  const saved = visit.page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'safetensors', exact: true }).click();
  const good = new Uint8Array(readFileSync(await (await saved).path()));
  const teacher = 'dialog input[type=file]';
  const told = 'dialog [role=status] >> nth=-1';
  const bad = weights(good);
  await give(visit, teacher, told, 'teacher.safetensors', bad);
  await dialog.getByRole('button', { name: 'Close' }).click();

  const files = setups();
  const notice = '.notices .panel >> nth=-1';
  await give(visit, '.share input[type=file]', notice, 'set-up.json', files);
  for (const [what, link, sentence] of LINKS) {
    await visit.page.evaluate((fragment) => {
      location.hash = fragment;
    }, link as string);
    await expect
      .soft(visit.page.locator(notice), `A link with ${what}`)
      .toHaveText(new RegExp(escaped(sentence)), { timeout: 10_000 });
  }
  expect(bad.length + files.length + LINKS.length).toBeGreaterThanOrEqual(45);
  expect(await visit.page.evaluate(() => 'polluted' in Object.prototype)).toBe(false);
  expect(await visit.fingerprint()).toBe(fingerprint);
  expect(await visit.allNumbers()).toEqual(numbers);

  // The control: a good file is taken, the run begins anew with it, and its own teacher comes back when asked for.
  await visit.page.getByRole('button', { name: 'Take it with you…' }).click();
  const file = { name: 'mine.safetensors', mimeType: 'application/octet-stream', buffer: Buffer.from(good) };
  await visit.page.locator(teacher).setInputFiles(file);
  await expect(dialog.getByText('mine.safetensors is the teacher now')).toBeVisible();
  await expect(visit.lane('Teacher')).toContainText('Weights from the file mine.safetensors');
  await expect(visit.transport).toContainText('Step 0 of');
  await dialog.getByRole('button', { name: 'Use the set-up’s own teacher again' }).click();
  await expect(visit.lane('Teacher')).toContainText('Trained before');
});
