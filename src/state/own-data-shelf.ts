// The visitor's own data in this session: held by the page, so that an engine that starts anew gets them again.
import { isOwn, type OwnData } from '../contract/own-data.ts';
import type { EngineEvent } from '../contract/protocol.ts';
import type { AnyEvent } from './inbox.ts';

/** How many data sets page and engine hold at most; the one unused for longest goes. */
const MAX_HELD = 8;

export type Shelf = ReturnType<typeof createShelf>;

/**
 * @param send gives data to the engine
 * @param read finds data that an earlier session kept; null where there are none
 */
export function createShelf(send: (data: OwnData) => void, read: (id: string) => Promise<OwnData | null>) {
  const held = new Map<string, OwnData>();
  /** What the engine has said that it has. */
  let known: ReadonlySet<string> = new Set();
  let down = false;
  let waiting: { id: string; settle: (taken: string | null) => void; leave: () => void }[] = [];

  const hold = (data: OwnData) => {
    held.delete(data.id);
    held.set(data.id, data);
    const oldest = held.keys().next().value;
    if (held.size > MAX_HELD && oldest !== undefined) held.delete(oldest);
  };
  const ready = ({ cards }: Extract<EngineEvent, { type: 'ready' | 'cards' }>) => {
    known = new Set(cards.datasets.map(({ id }) => id).filter(isOwn));
    const there = waiting.filter(({ id }) => known.has(id));
    waiting = waiting.filter((one) => !there.includes(one));
    for (const { settle } of there) settle(null);
  };
  /** Resolves with null when the engine has them, else with its sentence; rejects when it is gone. */
  const give = (data: OwnData): Promise<string | null> =>
    new Promise((settle, reject) => {
      if (down) return settle('The engine is not running.');
      waiting.push({ id: data.id, settle, leave: () => reject(new Error('The engine was started anew.')) });
      send(data);
    });

  return {
    /** Events of the engine, in their order. */
    hear(event: AnyEvent): void {
      if (event.type === 'ready' || event.type === 'cards') ready(event);
      else if (event.type === 'failed' && event.command === 'data') waiting.shift()?.settle(event.reason);
      else if (event.type === 'booting' || event.type === 'crashed') {
        const left = waiting;
        waiting = [];
        down = event.type === 'crashed';
        known = new Set();
        for (const { leave } of left) leave();
      }
    },
    /** New data. Resolves with null when the engine has them, else with a sentence, and then nothing has changed. */
    async add(data: OwnData): Promise<string | null> {
      const problem = known.has(data.id) ? null : await give(data);
      if (problem === null) hold(data);
      return problem;
    },
    /** Whether the engine has them or gets them now, from this session or from an earlier one. */
    async bring(id: string): Promise<boolean> {
      if (known.has(id)) return true;
      const data = held.get(id) ?? (await read(id));
      if (data?.id !== id || (await give(data)) !== null) return false;
      hold(data);
      return true;
    },
  };
}
