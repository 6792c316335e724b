// Asks the engine at a bearable pace: never two questions at once, and at most one every `gap` milliseconds
// unless someone is waiting for the answer. Of several wishes the last one counts. An engine that takes long to answer
// is left alone for longer, so that it has time to train.

/** From one question to the next pass at least so many times as long as the answer took. */
const REST = 3;

export interface Paced<Key> {
  /** Asks for this as soon as the pace allows; `now` skips the gap, not the question in flight. */
  want(key: Key, now?: boolean): void;
  /** Nothing more is asked, and a late answer is dropped. */
  stop(): void;
}

export function paced<Key, Answer>(
  ask: (key: Key) => Promise<Answer>,
  onAnswer: (answer: Answer) => void,
  onFailure: (reason: unknown) => void,
  gap = 1000,
): Paced<Key> {
  let wish: { readonly key: Key; readonly now: boolean } | null = null;
  let busy = false;
  let stopped = false;
  let last = Number.NEGATIVE_INFINITY;
  let took = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const go = async (key: Key): Promise<void> => {
    wish = null;
    busy = true;
    last = performance.now();
    try {
      const answer = await ask(key);
      if (!stopped) onAnswer(answer);
    } catch (reason) {
      if (!stopped) onFailure(reason);
    }
    took = performance.now() - last;
    busy = false;
    plan();
  };

  const plan = (): void => {
    clearTimeout(timer);
    if (stopped || busy || !wish) return;
    const { key, now } = wish;
    const wait = now ? 0 : last + Math.max(gap, REST * took) - performance.now();
    if (wait <= 0) void go(key);
    else timer = setTimeout(plan, wait);
  };

  return {
    want(key, now = false) {
      wish = { key, now: now || (wish?.now ?? false) };
      plan();
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
