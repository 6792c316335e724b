// Events wait here and are folded together, so that the page is painted at most four times a second
// while training, and at once when something changes that people wait for.
import type { EngineEvent } from '../contract/protocol.ts';
import type { PageEvent } from './run.ts';

export type AnyEvent = EngineEvent | PageEvent;
export const FLUSH_MS = 250;
const MAX_WAITING = 5000;

export function createInbox(fold: (events: readonly AnyEvent[]) => void) {
  let waiting: AnyEvent[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let standing = '';

  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
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
      else timer ??= setTimeout(flush, FLUSH_MS);
    },
    flush,
  };
}
