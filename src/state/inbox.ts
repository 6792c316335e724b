// Events wait here and are folded together, so that the page is painted at most four times a second
// while training, and at once when something changes that people wait for.
import type { EngineEvent } from '../contract/protocol.ts';
import type { PageEvent } from './run.ts';

export type AnyEvent = EngineEvent | PageEvent;
export const FLUSH_MS = 250;
/** What comes first brings others with it. */
const GATHER_MS = 40;
const MAX_WAITING = 5000;

export function createInbox(fold: (events: readonly AnyEvent[]) => void) {
  let waiting: AnyEvent[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let standing = '';
  let flushed = Number.NEGATIVE_INFINITY;

  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    flushed = performance.now();
    const events = waiting;
    waiting = [];
    if (events.length > 0) fold(events);
  };

  /** Numbers can wait; a change of state cannot. */
  const canWait = (event: AnyEvent): boolean => {
    if (event.type === 'transport') {
      const now = `${event.state} ${event.phase}`;
      const unchanged = now === standing;
      standing = now;
      return unchanged && event.state === 'playing';
    }
    return event.type === 'metrics' || event.type === 'evaluation' || event.type === 'snapshot';
  };

  return {
    put(event: AnyEvent) {
      waiting.push(event);
      // A hidden tab's timers are slow; what waits stays bounded.
      if (!canWait(event) || waiting.length >= MAX_WAITING) flush();
      else timer ??= setTimeout(flush, Math.max(GATHER_MS, flushed + FLUSH_MS - performance.now()));
    },
    flush,
  };
}
