import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type OwnData, ownId, SHARES } from '../contract/own-data.ts';
import { deleteOwn, keepOwn, listOwn, readOwn } from './own-data-store.ts';

function some(name: string, value: number): OwnData {
  const y = Int32Array.from({ length: 10 }, (_, i) => i % 2);
  const x = new Float64Array(20).fill(value);
  const bare = { kind: 'points', shape: [2], classes: ['a', 'b'], x, y, shares: SHARES } as const;
  return { ...bare, name, id: ownId(bare) };
}

beforeEach(() => vi.stubGlobal('indexedDB', new IDBFactory()));

describe('own data in the browser', () => {
  it('are kept, listed with their size, found again, and deleted so that they can be brought back', async () => {
    const [a, b] = [some('zebra', 1), some('ape', 2)];
    expect([await keepOwn(a), await keepOwn(b), await keepOwn(a)]).toEqual(['kept', 'kept', 'kept']);
    expect((await listOwn()).map(({ name, bytes, samples }) => [name, bytes, samples])).toEqual([
      ['ape', 200, 10],
      ['zebra', 200, 10],
    ]);
    expect(await readOwn(a.id)).toEqual(a);
    expect(await deleteOwn(a.id)).toEqual(a);
    expect([await readOwn(a.id), await deleteOwn(a.id)]).toEqual([null, null]);
    expect(await listOwn()).toHaveLength(1);
    await keepOwn(a);
    expect(await listOwn()).toHaveLength(2);
  });

  it('that do not fit leave nothing half written, and say so', async () => {
    const full = Object.assign(new Error('full'), { name: 'QuotaExceededError' });
    const { put } = IDBObjectStore.prototype;
    const spy = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
      this: IDBObjectStore,
      value: unknown,
    ) {
      if (this.name === 'sets') throw full;
      return put.call(this, value);
    });
    expect(await keepOwn(some('large', 3))).toBe('full');
    spy.mockRestore();
    expect(await listOwn()).toEqual([]);
    expect(await keepOwn(some('large', 3))).toBe('kept');
  });

  it('where there is no database are not kept, and nothing throws', async () => {
    vi.stubGlobal('indexedDB', undefined);
    expect(await keepOwn(some('a', 1))).toBe('unavailable');
    expect([await readOwn('own-00000000'), await listOwn(), await deleteOwn('own-00000000')]).toEqual([
      null,
      [],
      null,
    ]);
  });
});
