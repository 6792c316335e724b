// Drives a run: play is pulling in a loop, pause is not pulling, step is pulling to the next step.
// Clocks live here, in the meter, and never change what is computed.
import type { Due, RunEvent } from './run.ts';

const METRICS_EVERY_MS = 250;
const SNAPSHOT_EVERY_MS = 4000;
/** Looks at the page a second while it plays at a pace. */
const BEATS = 20;
/** A submit longer than this would freeze the page’s own drawing. */
const SUBMIT_MS = 30;
const MAX_GROUP = 64;

/** How many steps of so many milliseconds each make a submit. */
export const groupFor = (msPerStep: number): number =>
  Math.max(1, Math.min(MAX_GROUP, Math.round(SUBMIT_MS / Math.max(0.01, msPerStep))));

export class Meter implements Due {
  /** Set while the visitor goes step by step: then every step shows its numbers. */
  everyStep = false;
  /** At most so many steps a second; null is as fast as it goes. */
  pace: number | null = null;
  /** Steps that may still be taken before it pauses. */
  left = Number.POSITIVE_INFINITY;
  private lastMetrics = 0;
  /** How often numbers were wanted: twice at once, for two points make a curve. */
  private wanted = 0;
  private lastSnapshot = performance.now();
  private times: { at: number; step: number }[] = [];
  private last: { at: number; step: number } | null = null;
  private group = 1;

  metrics(): boolean {
    const now = performance.now();
    const slow = this.everyStep || (this.pace !== null && this.pace <= BEATS);
    if (!slow && this.wanted >= 2 && now - this.lastMetrics < METRICS_EVERY_MS) return false;
    this.lastMetrics = now;
    this.wanted++;
    return true;
  }

  snapshot(): boolean {
    const now = performance.now();
    if (now - this.lastSnapshot < SNAPSHOT_EVERY_MS) return false;
    this.lastSnapshot = now;
    return true;
  }

  steps(): number {
    if (this.everyStep) return 1;
    const paced = this.pace === null ? this.group : Math.max(1, Math.floor(this.pace / BEATS));
    return Math.min(this.group, paced, this.left);
  }

  /** Sizes the submits so that one takes about as long as it may. */
  landed(step: number): void {
    const at = performance.now();
    const before = this.last;
    this.last = { at, step };
    if (!before || step <= before.step) return;
    this.group = Math.min(groupFor((at - before.at) / (step - before.step)), 2 * this.group);
  }

  /** Notes a step; milliseconds a step over the last second or so, null before there are two. */
  tick(step: number): number | null {
    const now = performance.now();
    const last = this.times.at(-1);
    if (last && step <= last.step) this.times = [];
    this.times.push({ at: now, step });
    while (this.times.length > 2 && now - (this.times[0]?.at ?? now) > 1500) this.times.shift();
    const first = this.times[0];
    return first && step > first.step ? (now - first.at) / (step - first.step) : null;
  }

  rest(): void {
    this.last = null;
    this.times = [];
  }
}

export interface PumpHooks {
  event(event: RunEvent, msPerStep: number | null): void;
  /** The run is over, by itself. */
  finished(): void;
  /** The steps that were asked for are taken. */
  rested(): void;
  /** Pulling threw: the engine is broken or gone. */
  broke(reason: string): void;
  /** Lets waiting messages in. */
  breathe(): Promise<void>;
}

export class Pump {
  readonly meter = new Meter();
  private playing = false;
  private loop: Promise<void> = Promise.resolve();
  private over = false;
  /** The last step taken, and when. */
  private last: { readonly step: number; readonly at: number } | null = null;
  /** Ends the wait between two steps of a slow pace. */
  private wake: () => void = () => {};

  constructor(
    private readonly events: AsyncGenerator<RunEvent>,
    private readonly hooks: PumpHooks,
  ) {}

  /** Plays on, for so many steps. */
  play(steps = Number.POSITIVE_INFINITY): void {
    if (this.playing || this.over) return;
    this.playing = true;
    this.meter.everyStep = false;
    this.meter.left = steps;
    this.loop = this.loop.then(async () => {
      while (this.playing && this.meter.left > 0 && (await this.pull())) {
        await this.hooks.breathe();
        await this.keepPace();
      }
      this.meter.rest();
      if (!this.playing || this.over) return;
      this.playing = false;
      this.hooks.rested();
    });
  }

  /** Plays on after a pause that nobody asked for. */
  resume(): void {
    this.play(this.meter.left);
  }

  /** At most so many steps a second; null is as fast as it goes. Holds at once. */
  set pace(stepsPerSecond: number | null) {
    this.meter.pace = stepsPerSecond;
    this.wake();
  }

  /** Waits until the next steps are due. */
  private async keepPace(): Promise<void> {
    const { pace } = this.meter;
    if (!this.playing || pace === null || this.meter.left <= 0) return;
    const due = (this.last?.at ?? 0) + (1000 * this.meter.steps()) / pace;
    const wait = due - performance.now();
    if (wait <= 0) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    await new Promise<void>((resolve) => {
      this.wake = resolve;
      timer = setTimeout(resolve, wait);
    });
    clearTimeout(timer);
  }

  /** Resolves when the step under way is done. */
  async pause(): Promise<void> {
    this.playing = false;
    this.wake();
    await this.loop;
  }

  async step(): Promise<void> {
    await this.pause();
    this.meter.everyStep = true;
    await this.pull();
  }

  /** Gives the run up without waiting: its GPU is gone and what it awaits may never come. */
  abandon(): void {
    this.playing = false;
    this.over = true;
    this.wake();
  }

  /** Ends the run wherever it is. */
  async dispose(): Promise<void> {
    await this.pause();
    this.over = true;
    await this.events.return(undefined).catch(() => {});
  }

  /** Pulls up to and with the next step. False when there is none. */
  private async pull(): Promise<boolean> {
    if (this.over) return false;
    try {
      for (;;) {
        const { done, value } = await this.events.next();
        if (this.over) return false; // it was given up meanwhile
        if (done) {
          this.over = true;
          this.hooks.finished();
          return false;
        }
        this.hooks.event(value, value.type === 'stepped' ? this.meter.tick(value.step) : null);
        if (value.type === 'stepped') {
          // The first is one; and the students count anew after the teacher.
          this.meter.left -= Math.max(1, value.step - (this.last?.step ?? value.step));
          this.last = { step: value.step, at: performance.now() };
          return true;
        }
      }
    } catch (error) {
      if (this.over) return false;
      this.over = true;
      this.hooks.broke(error instanceof Error ? error.message : String(error));
      return false;
    }
  }
}
