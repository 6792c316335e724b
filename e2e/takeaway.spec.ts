// Taking a run along: every export is downloaded and read again by other programs.
import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import * as ort from 'onnxruntime-web';
import Papa from 'papaparse';
import { readSafetensors } from '../src/state/takeaway/safetensors.ts';
import { expect, test, type Visit } from './visit.ts';

/** Presses a button of the dialog and reads what the browser saves. */
async function taken(visit: Visit, button: string): Promise<Uint8Array> {
  const waiting = visit.page.waitForEvent('download');
  await visit.page.getByRole('dialog').getByRole('button', { name: button, exact: true }).click();
  const download = await waiting;
  await expect(
    visit.page.getByRole('dialog').getByText(`${download.suggestedFilename()} was handed`),
  ).toBeVisible();
  return new Uint8Array(readFileSync(await download.path()));
}
const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

/** One tensor of a file that may hold whole numbers. */
function tensor(bytes: Uint8Array, name: string): { shape: number[]; bytes: ArrayBuffer } {
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true));
  const { shape, data_offsets } = JSON.parse(text(bytes.subarray(8, 8 + length)))[name];
  const [from, to] = data_offsets.map((offset: number) => 8 + length + offset);
  return { shape, bytes: bytes.slice(from, to).buffer };
}

test('results, weights and the script agree with one another', async ({ visit }) => {
  await visit.open('training.length=20steps&lanes=alone;kd');
  await visit.press('Play');
  await visit.finish();
  await visit.page.getByRole('button', { name: 'Take it with you…' }).click();

  const json = JSON.parse(text(await taken(visit, 'Everything (JSON)')));
  const csv = text(await taken(visit, 'Evaluations (CSV)'));
  const rows = Papa.parse<Record<string, string>>(csv, { header: true, skipEmptyLines: true }).data;
  const last = json.lanes[2].evaluations.at(-1);
  expect(last).toMatchObject({ step: 20, whole: true });
  const row = rows.findLast(({ method, set }) => method === 'kd' && set === 'test');
  expect(Number(row?.accuracy)).toBe(last.test[0].accuracy);
  expect(json.versions).toMatchObject({ tfjs: '4.22.0' });
  expect(json.fingerprint.hash).toMatch(/^[0-9a-f]{64}$/);

  const zip = unzipSync(await taken(visit, 'Folder (zip)'));
  expect(Object.keys(zip).sort()).toEqual(['README.txt', 'data.safetensors', 'setup.json', 'train.py']);
  const setup = JSON.parse(text(zip['setup.json']));
  expect(setup.setup).toEqual(json.setup);

  const teacher = readSafetensors(await taken(visit, 'safetensors'));
  if (!teacher.ok) throw new Error(teacher.problems.join(' '));
  const data = zip['data.safetensors'] as Uint8Array;
  const head = tensor(data, 'teacher.head.weight');
  expect(teacher.value.tensors['head.weight']?.values).toEqual(new Float32Array(head.bytes));

  await visit.page.getByRole('dialog').getByLabel('Network').selectOption({ index: 2 });
  const session = await ort.InferenceSession.create(await taken(visit, 'ONNX'));
  const [x, y] = [tensor(data, 'test.x'), tensor(data, 'test.y')];
  const samples = new ort.Tensor('float32', new Float32Array(x.bytes), x.shape);
  const logits = (await session.run({ samples })).logits?.data as Float32Array;
  const labels = new Int32Array(y.bytes);
  const classes = logits.length / labels.length;
  const right = labels.filter((label, i) => {
    const own = logits.subarray(i * classes, (i + 1) * classes);
    return own.indexOf(Math.max(...own)) === label;
  });
  // One sample that lies on the border may fall to either side.
  expect(Math.abs(right.length / labels.length - last.test[0].accuracy)).toBeLessThanOrEqual(
    1 / labels.length,
  );
  expect(Object.keys(unzipSync(await taken(visit, 'TensorFlow.js (zip)')))).toEqual([
    'model.json',
    'weights.bin',
  ]);
});
