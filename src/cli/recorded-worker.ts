// A worker for the page that computes nothing: it plays the events of a recorded run at the pace at which they came.
import type { EngineEvent } from '../contract/protocol.ts';

type EventOf<T extends EngineEvent['type']> = Extract<EngineEvent, { type: T }>;

/** Plain data only: it goes into the browser as JSON. */
export interface Recorded {
  readonly ready: EventOf<'ready'>;
  readonly loaded: EventOf<'loaded'>;
  /** With the milliseconds since Play. */
  readonly events: readonly { readonly at: number; readonly event: EngineEvent }[];
  /** What every such question is answered with. */
  readonly terms: EventOf<'terms'>;
  readonly sample: Omit<EventOf<'sample'>, 'values'> & { readonly values: readonly number[] };
  readonly steps: number;
}

/** Runs in the page before any of its scripts; it stands alone, since it is sent there as text. */
export function playRecorded(recorded: Recorded): void {
  class Player extends EventTarget {
    onmessage: ((event: { data: unknown }) => void) | null = null;
    onerror = null;
    onmessageerror = null;
    private step = 0;

    private say(event: object): void {
      this.onmessage?.({ data: structuredClone(event) });
    }

    postMessage(command: { type: string; request?: number; setup?: unknown }): void {
      const { type, request } = command;
      setTimeout(() => {
        const transport = (state: string) =>
          this.say({ type: 'transport', state, phase: 'students', step: this.step, msPerStep: null });
        if (type === 'boot') this.say(recorded.ready);
        else if (type === 'load') {
          this.say({ type: 'loaded', run: { ...recorded.loaded.run, setup: command.setup } });
          transport('ready');
        } else if (type === 'play') {
          transport('playing');
          this.play(performance.now(), 0);
        } else if (type === 'terms') this.say({ ...recorded.terms, step: this.step, request });
        else if (type === 'sample')
          this.say({ ...recorded.sample, values: Float32Array.from(recorded.sample.values), request });
        else if (request !== undefined)
          this.say({ type: 'failed', command: type, request, reason: 'Not recorded.' });
      }, 1);
    }

    private play(began: number, from: number): void {
      const now = performance.now() - began;
      let next = from;
      for (let one = recorded.events[next]; one && one.at <= now; one = recorded.events[++next]) {
        if (one.event.type === 'transport') this.step = one.event.step;
        this.say(one.event);
      }
      const upcoming = recorded.events[next];
      if (upcoming) setTimeout(() => this.play(began, next), Math.max(1, upcoming.at - now));
    }

    terminate(): void {}
  }
  Object.assign(globalThis, { Worker: Player });
}
