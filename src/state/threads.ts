// How the page starts a worker, and the sentences for one that does not start or stops.

/** The part of `Worker` that is used; tests bring their own. */
export interface WorkerLike {
  postMessage(message: unknown): void;
  terminate(): void;
  onmessage: ((event: MessageEvent) => unknown) | null;
  onerror: ((event: ErrorEvent) => unknown) | null;
  onmessageerror: ((event: MessageEvent) => unknown) | null;
}

/**
 * A worker whose script comes from an address does not inherit the page's content security policy; one whose
 * script is a blob does, and so does what it imports. In development there is no policy to inherit, and addresses
 * of files start at the root of the host, which a blob does not have.
 */
export function startWorker(scriptUrl: string, name: string): WorkerLike {
  const options: WorkerOptions = { type: 'module', name };
  if (import.meta.env.DEV) return new Worker(scriptUrl, options);
  const script = `import ${JSON.stringify(new URL(scriptUrl, import.meta.url).href)};`;
  const url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
  const worker = new Worker(url, options);
  const loadedOrDied = () => URL.revokeObjectURL(url);
  worker.addEventListener('message', loadedOrDied, { once: true });
  worker.addEventListener('error', loadedOrDied, { once: true });
  return worker;
}

export interface Heard<E> {
  readonly hear: (event: E) => void;
  /** Is told a sentence where the worker does not start, dies, or says what cannot be read. */
  readonly fail: (reason: string) => void;
}

/** Makes a worker and listens to it; null where it does not start. `who` is what runs in it: "The engine". */
export function listenTo<E>(
  make: () => WorkerLike,
  who: string,
  { hear, fail }: Heard<E>,
): WorkerLike | null {
  try {
    const worker = make();
    worker.onmessage = ({ data }) => hear(data as E);
    worker.onerror = (event) => fail(whyStopped(event, who));
    worker.onmessageerror = () => fail(`${who}: a message could not be read.`);
    return worker;
  } catch (error) {
    fail(whyNotStarted(error));
    return null;
  }
}

const whyNotStarted = (error: unknown): string =>
  `This browser could not start a module worker: ${error instanceof Error ? error.message : String(error)}.`;

function whyStopped({ message }: ErrorEvent, who: string): string {
  // A script that cannot be loaded gives an event without a message.
  return message
    ? `${who} stopped: ${message}`
    : `${who}’s script could not be loaded. Is the network gone, or was the page updated meanwhile? Reload it.`;
}
