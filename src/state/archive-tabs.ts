// Several tabs with one archive: a run belongs to the tab that holds its lock, and every tab hears when the list changes.

const PREFIX = 'stillroom-run-';
const BEAT_MS = 3000;
const DEAD_MS = 3 * BEAT_MS;

export interface Tabs {
  /** Makes a run this tab's own, until what it gives back is called or the tab is gone. Null: another tab holds it. */
  hold(id: string): Promise<(() => void) | null>;
  /** Runs that living tabs hold, this one included. */
  held(): Promise<ReadonlySet<string>>;
  /** Tells the other tabs that the archive has changed. */
  tell(): void;
  hear(changed: () => void): void;
}

export function browserTabs(): Tabs {
  const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('stillroom-archive');
  return {
    ...(navigator.locks ? byLocks(navigator.locks) : byBeats(localStorage)),
    tell: () => channel?.postMessage('changed'),
    hear(changed) {
      channel?.addEventListener('message', changed);
    },
  };
}

type Holding = Pick<Tabs, 'hold' | 'held'>;

export const byLocks = (locks: LockManager): Holding => ({
  hold: (id) =>
    new Promise((resolve, reject) => {
      locks
        .request(PREFIX + id, { ifAvailable: true }, (lock) => {
          if (!lock) return resolve(null);
          return new Promise<void>((release) => resolve(release));
        })
        .catch(reject);
    }),
  async held() {
    const { held = [] } = await locks.query();
    const names = held.flatMap(({ name }) => name ?? []);
    return new Set(names.filter((name) => name.startsWith(PREFIX)).map((name) => name.slice(PREFIX.length)));
  },
});

/** Where there are no locks (pages that do not come over https): a sign of life in the storage, every few seconds. */
export function byBeats(storage: Storage, now: () => number = Date.now): Holding {
  const alive = (key: string) => now() - Number(storage.getItem(key)) < DEAD_MS;
  return {
    async hold(id) {
      const key = PREFIX + id;
      if (alive(key)) return null;
      const beat = () => storage.setItem(key, String(now()));
      beat();
      const timer = setInterval(beat, BEAT_MS);
      return () => {
        clearInterval(timer);
        storage.removeItem(key);
      };
    },
    async held() {
      const keys = Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? '');
      const mine = keys.filter((key) => key.startsWith(PREFIX) && alive(key));
      return new Set(mine.map((key) => key.slice(PREFIX.length)));
    },
  };
}
