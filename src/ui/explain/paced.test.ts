import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { paced } from './paced.ts';

interface Question {
  key: number;
  answer(value: string): Promise<void>;
  fail(): Promise<void>;
}

function desk() {
  const asked: Question[] = [];
  const heard: string[] = [];
  const failed = vi.fn();
  const ask = (key: number) =>
    new Promise<string>((resolve, reject) => {
      const settle = async (how: () => void) => {
        how();
        await vi.advanceTimersByTimeAsync(0);
      };
      asked.push({
        key,
        answer: (value) => settle(() => resolve(value)),
        fail: () => settle(() => reject(new Error('no'))),
      });
    });
  return { asked, heard, failed, queue: paced(ask, (answer) => heard.push(answer), failed) };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('asking at a pace', () => {
  it('asks at once the first time', () => {
    const { asked, queue } = desk();
    queue.want(1);
    expect(asked.map((q) => q.key)).toEqual([1]);
  });

  it('has never two questions in flight, however long the first takes and however urgent the next', async () => {
    const { asked, queue } = desk();
    queue.want(1);
    queue.want(2);
    queue.want(3, true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked.length).toBe(1);
    await asked[0]?.answer('one');
    expect(asked.map((q) => q.key)).toEqual([1, 3]);
  });

  it('asks at most once a second, for the last wish', async () => {
    const { asked, queue } = desk();
    queue.want(1);
    await asked[0]?.answer('one');
    for (let step = 2; step <= 40; step++) {
      queue.want(step);
      await vi.advanceTimersByTimeAsync(25);
    }
    expect(asked.length).toBe(1);
    await vi.advanceTimersByTimeAsync(25);
    expect(asked.map((q) => q.key)).toEqual([1, 40]);
  });

  it('does not keep a visitor waiting for the second to pass', async () => {
    const { asked, queue } = desk();
    queue.want(1);
    await asked[0]?.answer('one');
    queue.want(2, true);
    expect(asked.length).toBe(2);
  });

  it('leaves an engine that took two seconds to answer alone for another four', async () => {
    const { asked, queue } = desk();
    queue.want(1);
    await vi.advanceTimersByTimeAsync(2000);
    await asked[0]?.answer('one');
    queue.want(2);
    await vi.advanceTimersByTimeAsync(3950);
    expect(asked.length).toBe(1);
    await vi.advanceTimersByTimeAsync(50);
    expect(asked.length).toBe(2);
  });

  it('goes on after a failure', async () => {
    const { asked, heard, failed, queue } = desk();
    queue.want(1);
    queue.want(2);
    await asked[0]?.fail();
    expect(failed).toHaveBeenCalledOnce();
    await vi.advanceTimersByTimeAsync(1000);
    await asked[1]?.answer('two');
    expect(heard).toEqual(['two']);
  });

  it('drops what comes after the end', async () => {
    const { asked, heard, queue } = desk();
    queue.want(1);
    queue.stop();
    queue.want(2, true);
    await asked[0]?.answer('one');
    await vi.advanceTimersByTimeAsync(5000);
    expect([heard, asked.length]).toEqual([[], 1]);
  });
});
