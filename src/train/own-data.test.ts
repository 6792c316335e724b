// Data that the visitor brought, from the command to the last step, on the processor.
import { describe, expect, test } from 'vitest';
import { files } from '../cli/node-engine.ts';
import { type OwnData, ownId, SHARES } from '../contract/own-data.ts';
import { lanesOf, Page, smallSetup } from './testing.ts';

const y = Int32Array.from({ length: 60 }, (_, i) => i % 3);
const x = Float64Array.from({ length: 120 }, (_, i) => Math.sin(i * i) / 3 + (Math.floor(i / 2) % 3) - 1);
const bare = { kind: 'points', shape: [2], classes: ['a', 'b', 'c'], x, y, shares: SHARES } as const;
const data: OwnData = { ...bare, name: 'three heaps', id: ownId(bare) };
const setup = smallSetup({
  data: { ...smallSetup().data, id: data.id, labels: { teacher: 0, student: 5 }, pool: 10, poolBatch: 4 },
  lanes: lanesOf('alone', 'kd'),
});

async function trained(order: 'before' | 'twice'): Promise<string> {
  const page = new Page(files);
  await page.send({ type: 'boot', engine: 'cpu', base: '' });
  await page.send({ type: 'data', data });
  if (order === 'twice') await page.send({ type: 'data', data });
  await page.send({ type: 'load', setup });
  expect(page.all('failed')).toEqual([]);
  await page.send({ type: 'play' });
  await page.state('finished');
  return page.hash();
}

describe('own data in the engine', () => {
  test('are on the cards, load with a map, and train to the same bits again', async () => {
    const page = new Page(files);
    await page.send({ type: 'boot', engine: 'cpu', base: '' });
    await page.send({ type: 'data', data });
    const card = page.all('cards')[0]?.cards.datasets.find(({ id }) => id === data.id);
    expect(card).toMatchObject({
      title: { en: 'three heaps' },
      shape: [2],
      counts: { train: 36 },
      scarcest: 12,
    });
    await page.send({ type: 'load', setup });
    const run = page.all('loaded')[0]?.run;
    expect(run?.counts).toEqual({ labeled: 15, pool: 10, validation: 12, test: 12, teacher: 36 });
    expect(run?.points?.labels).toHaveLength(15);
    expect(run?.bounds?.[2]).toBeGreaterThan(0.5);
    expect(await trained('before')).toBe(await trained('twice'));
    const other = new Page(files);
    await other.send({ type: 'boot', engine: 'cpu', base: '' });
    const less = { ...bare, x: x.map((value) => value * 0.99) };
    const changed = { ...less, name: '', id: ownId(less) };
    await other.send({ type: 'data', data: changed });
    await other.send({ type: 'load', setup: { ...setup, data: { ...setup.data, id: changed.id } } });
    await other.send({ type: 'play' });
    await other.state('finished');
    expect(await other.hash()).not.toBe(await trained('before'));
  });

  test('outlive a new start of the engine, and what is refused changes nothing', async () => {
    const page = new Page(files);
    await page.send({ type: 'boot', engine: 'cpu', base: '' });
    await page.send({ type: 'load', setup });
    expect(page.all('failed')[0]?.reason).toMatch(/^data.id: "own-[0-9a-f]{8}" is a visitor's own data set/);
    await page.send({ type: 'data', data });
    await page.send({ type: 'data', data: { ...data, classes: ['a', 'b'] } });
    expect(page.all('failed')[1]).toMatchObject({
      command: 'data',
      reason: expect.stringContaining('label 2'),
    });
    await page.send({ type: 'boot', engine: 'cpu', base: '' });
    expect(page.all('ready')[1]?.cards.datasets.at(-1)?.id).toBe(data.id);
    await page.send({ type: 'load', setup });
    expect(page.all('loaded')).toHaveLength(1);
  });
});
