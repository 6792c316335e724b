// The main thread's half of the pair: makes the worker, sends it commands, hears its events.
// Questions (sample, map, hash) are promises; everything else arrives as events.
import type { Command, EngineEvent } from '../contract/protocol.ts';
import type { EngineChoice } from '../contract/setup.ts';
import workerUrl from '../train/worker.ts?worker&url';
import type { MapEvent, SampleEvent } from './lane-view.ts';
import { isQuestion, type PageEvent } from './run.ts';

export type HashEvent = Extract<EngineEvent, { type: 'hash' }>;
type Answer = SampleEvent | MapEvent | HashEvent;
type Question = 'sample' | 'map' | 'hash';

export interface Engine {
  /** Starts a worker, in place of the one there was. */
  boot(engine: EngineChoice): void;
  send(command: Exclude<Command, { request: number }>): void;
  sample(index: number): Promise<SampleEvent>;
  map(resolution: number): Promise<MapEvent>;
  hash(): Promise<HashEvent>;
}

/** The part of `Worker` that is used; tests bring their own. */
export interface WorkerLike {
  postMessage(message: unknown): void;
  terminate(): void;
  onmessage: ((event: MessageEvent) => unknown) | null;
  onerror: ((event: ErrorEvent) => unknown) | null;
  onmessageerror: ((event: MessageEvent) => unknown) | null;
}

const WORKER: WorkerOptions = { type: 'module', name: 'stillroom-engine' };

/**
 * A worker whose script comes from an address does not inherit the page's content security policy; one whose
 * script is a blob does, and so does what it imports. In development there is no policy to inherit, and addresses
 * of files start at the root of the host, which a blob does not have.
 */
export function makeWorker(): WorkerLike {
  if (import.meta.env.DEV) return new Worker(workerUrl, WORKER);
  const script = `import ${JSON.stringify(new URL(workerUrl, import.meta.url).href)};`;
  const url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
  const worker = new Worker(url, WORKER);
  const loadedOrDied = () => URL.revokeObjectURL(url);
  worker.addEventListener('message', loadedOrDied, { once: true });
  worker.addEventListener('error', loadedOrDied, { once: true });
  return worker;
}

interface Waiting {
  readonly question: Question;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (reason: Error) => void;
}

export function createEngine(
  hear: (event: EngineEvent | PageEvent) => void,
  base: string,
  make: () => WorkerLike = makeWorker,
): Engine {
  let worker: WorkerLike | null = null;
  let asked = 0;
  const waiting = new Map<number, Waiting>();

  const refuseAll = (reason: string, question?: Question) => {
    for (const [request, one] of waiting) {
      if (question && one.question !== question) continue;
      waiting.delete(request);
      one.reject(new Error(reason));
    }
  };

  const crash = (reason: string) => {
    worker?.terminate();
    worker = null;
    refuseAll(reason);
    hear({ type: 'crashed', reason });
  };

  const receive = (event: EngineEvent) => {
    if (event.type === 'sample' || event.type === 'map' || event.type === 'hash') {
      waiting.get(event.request)?.resolve(event);
      waiting.delete(event.request);
      return;
    }
    if (event.type === 'failed' && isQuestion(event.command)) refuseAll(event.reason, event.command);
    hear(event);
  };

  const ask = (question: Question, command: (request: number) => Command): Promise<Answer> =>
    new Promise((resolve, reject) => {
      if (!worker) {
        reject(new Error('The engine is not running.'));
        return;
      }
      const request = ++asked;
      waiting.set(request, { question, resolve, reject });
      worker.postMessage(command(request));
    });

  return {
    boot(engine) {
      worker?.terminate();
      refuseAll('The engine was started anew.');
      hear({ type: 'booting' });
      try {
        worker = make();
      } catch (error) {
        crash(
          `This browser could not start a module worker: ${error instanceof Error ? error.message : String(error)}.`,
        );
        return;
      }
      worker.onmessage = (message) => receive(message.data as EngineEvent);
      worker.onerror = (event) => {
        // A script that cannot be loaded gives an event without a message.
        crash(
          event.message
            ? `The engine stopped: ${event.message}`
            : 'The engine’s script could not be loaded. Is the network gone, or was the page updated meanwhile? Reload it.',
        );
      };
      worker.onmessageerror = () => crash('A message of the engine could not be read.');
      worker.postMessage({ type: 'boot', engine, base } satisfies Command);
    },
    send(command) {
      worker?.postMessage(command);
    },
    sample: (index) =>
      ask('sample', (request) => ({ type: 'sample', request, index })) as Promise<SampleEvent>,
    map: (resolution) => ask('map', (request) => ({ type: 'map', request, resolution })) as Promise<MapEvent>,
    hash: () => ask('hash', (request) => ({ type: 'hash', request })) as Promise<HashEvent>,
  };
}
