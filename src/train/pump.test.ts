// What drives a run: play, pause, one step, giving it up.
import { expect, test, vi } from 'vitest';
import { Meter, Pump, type PumpHooks } from './pump.ts';
import type { RunEvent } from './run.ts';

const later = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

/** A run of `total` steps, each with a measurement before it, that notes when it is ended. */
function setUp(total = 5, { hangAt = 0, throwAt = 0 } = {}) {
  const seen: string[] = [];
  let free: () => void = () => {};
  const hung = new Promise<void>((resolve) => {
    free = resolve;
  });
  async function* events(): AsyncGenerator<RunEvent> {
    try {
      for (let step = 1; step <= total; step++) {
        seen.push(`begin ${step}`);
        await later();
        if (step === hangAt) await hung;
        if (step === throwAt) throw new Error('the device is gone');
        yield { type: 'metrics', lane: 'lane-0', steps: [step], values: {} };
        yield { type: 'stepped', phase: 'students', step };
      }
    } finally {
      seen.push('ended');
    }
  }
  const hooks: PumpHooks = {
    event: (e) => void seen.push(e.type === 'stepped' ? `stepped ${e.step}` : e.type),
    finished: () => void seen.push('finished'),
    rested: () => void seen.push('rested'),
    broke: (reason) => void seen.push(`broke: ${reason}`),
    breathe: later,
  };
  const pump = new Pump(events(), hooks);
  const until = (what: string) => vi.waitFor(() => expect(seen).toContain(what), { interval: 1 });
  return { pump, seen, until, free: () => free() };
}

test('play goes to the end and says once that it is over', async () => {
  const { pump, seen, until } = setUp(2);
  pump.play();
  await until('finished');
  pump.play();
  await later();
  expect(seen).toEqual([
    'begin 1',
    'metrics',
    'stepped 1',
    'begin 2',
    'metrics',
    'stepped 2',
    'ended',
    'finished',
  ]);
});

test('pause resolves when the step under way is done, and then nothing happens', async () => {
  const { pump, seen, until } = setUp();
  pump.play();
  await until('begin 2');
  await pump.pause();
  expect(seen.at(-1)).toBe('stepped 2');
  await later();
  await later();
  expect(seen.at(-1)).toBe('stepped 2');
});

test('play goes on where pause left it', async () => {
  const { pump, seen, until } = setUp(3);
  pump.play();
  await until('stepped 1');
  await pump.pause();
  pump.play();
  await until('finished');
  expect(seen.filter((s) => s.startsWith('stepped'))).toEqual(['stepped 1', 'stepped 2', 'stepped 3']);
});

test('step takes one step with all that belongs to it', async () => {
  const { pump, seen } = setUp();
  await pump.step();
  expect(seen).toEqual(['begin 1', 'metrics', 'stepped 1']);
  await pump.step();
  expect(seen.slice(3)).toEqual(['begin 2', 'metrics', 'stepped 2']);
});

test('step while it plays ends the play and takes one step more', async () => {
  const { pump, seen, until } = setUp();
  pump.play();
  await until('begin 1');
  await pump.step();
  await later();
  expect(seen.at(-1)).toBe('stepped 2');
});

test('play for some steps takes so many and then rests, until it is played again', async () => {
  const { pump, seen, until } = setUp(5);
  pump.play(2);
  await until('rested');
  await later();
  expect(seen.filter((what) => what.startsWith('stepped'))).toEqual(['stepped 1', 'stepped 2']);
  pump.play(2);
  await vi.waitFor(() => expect(seen.filter((what) => what === 'rested')).toHaveLength(2), { interval: 1 });
  expect(seen).toContain('stepped 4');
  expect(seen).not.toContain('begin 5');
});

test('a pause that nobody asked for keeps the count', async () => {
  const { pump, seen, until } = setUp(5);
  pump.play(3);
  await until('stepped 1');
  await pump.pause();
  expect(seen).not.toContain('rested');
  pump.resume();
  await until('rested');
  expect(seen).toContain('stepped 3');
  expect(seen).not.toContain('begin 4');
});

test('at a pace no step comes before its time, a new pace holds at once, and pause does not wait for it', async () => {
  const { pump, seen, until } = setUp(5);
  pump.pace = 1 / 3600;
  pump.play();
  await until('stepped 1');
  await later();
  await later();
  expect(seen).not.toContain('begin 2'); // an hour to go
  pump.pace = null;
  await until('stepped 3');
  pump.pace = 1 / 3600;
  await pump.pause();
  pump.pace = null;
  pump.play();
  await until('finished');
});

test('a submit holds no more steps than may still be taken, and than the pace has for one beat', () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const meter = new Meter();
  for (let step = 1; step <= 200; step += meter.steps()) {
    vi.advanceTimersByTime(1);
    meter.landed(step);
  }
  expect(meter.steps()).toBeGreaterThan(8); // the control
  meter.pace = 100;
  expect(meter.steps()).toBe(5);
  meter.pace = 3;
  expect(meter.steps()).toBe(1);
  meter.pace = null;
  meter.left = 7;
  expect(meter.steps()).toBe(7);
  vi.useRealTimers();
});

test('play twice is play', async () => {
  const { pump, seen, until } = setUp(3);
  pump.play();
  pump.play();
  await until('finished');
  expect(seen.filter((s) => s.startsWith('begin'))).toEqual(['begin 1', 'begin 2', 'begin 3']);
});

test('dispose ends the run behind the step under way, and no step follows', async () => {
  const { pump, seen, until } = setUp();
  pump.play();
  await until('begin 2');
  await pump.dispose();
  expect(seen.slice(-2)).toEqual(['stepped 2', 'ended']);
  pump.play();
  await pump.step();
  await later();
  expect(seen.at(-1)).toBe('ended');
  expect(seen).not.toContain('finished');
});

test('a run that never began can be disposed', async () => {
  const { pump, seen } = setUp();
  await pump.dispose();
  expect(seen).toEqual([]);
});

test('abandon does not wait for a step that never comes, and what still comes of it is not heard', async () => {
  const { pump, seen, until, free } = setUp(5, { hangAt: 2 });
  pump.play();
  await until('begin 2');
  pump.abandon();
  expect(seen.at(-1)).toBe('begin 2');
  free();
  await later();
  await later();
  expect(seen.at(-1)).toBe('begin 2');
});

test('an abandoned run that throws says nothing more', async () => {
  const { pump, seen, until, free } = setUp(5, { hangAt: 2, throwAt: 2 });
  pump.play();
  await until('begin 2');
  pump.abandon();
  free();
  await later();
  await later();
  expect(seen.filter((s) => s.startsWith('broke'))).toEqual([]);
});

test('what a run throws is said once, and it is over', async () => {
  const { pump, seen, until } = setUp(5, { throwAt: 2 });
  pump.play();
  await until('broke: the device is gone');
  pump.play();
  await pump.step();
  await pump.dispose();
  expect(seen.filter((s) => s.startsWith('broke'))).toHaveLength(1);
  expect(seen).not.toContain('finished');
  expect(seen).not.toContain('stepped 2');
});

test('the meter says the time a step takes, once there are two', () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const meter = new Meter();
  expect(meter.tick(1)).toBeNull();
  vi.advanceTimersByTime(10);
  expect(meter.tick(2)).toBeCloseTo(10, 6);
  vi.advanceTimersByTime(30);
  expect(meter.tick(3)).toBeCloseTo(20, 6);
  meter.rest();
  vi.advanceTimersByTime(1000);
  expect(meter.tick(4)).toBeNull();
  expect(meter.tick(1)).toBeNull(); // the students begin anew after the teacher
  vi.useRealTimers();
});

test('numbers are due twice at once, then four times a second, and at every step of who goes step by step', () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const meter = new Meter();
  expect([meter.metrics(), meter.metrics(), meter.metrics()]).toEqual([true, true, false]);
  vi.advanceTimersByTime(249);
  expect(meter.metrics()).toBe(false);
  vi.advanceTimersByTime(250);
  expect(meter.metrics()).toBe(true);
  meter.everyStep = true;
  expect([meter.metrics(), meter.metrics()]).toEqual([true, true]);
  vi.useRealTimers();
});

test('a snapshot is due every four seconds', () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const meter = new Meter();
  vi.advanceTimersByTime(3999);
  expect(meter.snapshot()).toBe(false);
  vi.advanceTimersByTime(1);
  expect([meter.snapshot(), meter.snapshot()]).toEqual([true, false]);
  vi.useRealTimers();
});
