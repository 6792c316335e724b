// The main thread's half of the pair: makes the worker, sends it commands, hears its events.
// Questions (sample, map, hash, profile) are promises; everything else arrives as events.
import type { Command, EngineEvent } from '../contract/protocol.ts';
import type { EngineChoice } from '../contract/setup.ts';
import workerUrl from '../train/worker.ts?worker&url';
import type { MapEvent, SampleEvent } from './lane-view.ts';
import { isAnswer, isQuestion, type PageEvent, type Question } from './run.ts';
import { startWorker, type WorkerLike, whyNotStarted, whyStopped } from './threads.ts';

export type HashEvent = Extract<EngineEvent, { type: 'hash' }>;
export type ProfileEvent = Extract<EngineEvent, { type: 'profile' }>;
type Answer = SampleEvent | MapEvent | HashEvent | ProfileEvent;

export interface Engine {
  /** Starts a worker, in place of the one there was. */
  boot(engine: EngineChoice): void;
  send(command: Exclude<Command, { request: number }>): void;
  sample(index: number): Promise<SampleEvent>;
  map(resolution: number): Promise<MapEvent>;
  hash(): Promise<HashEvent>;
  profile(): Promise<ProfileEvent>;
}

export const makeWorker = (): WorkerLike => startWorker(workerUrl, 'stillroom-engine');

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
    if (isAnswer(event)) {
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
        crash(whyNotStarted(error));
        return;
      }
      worker.onmessage = (message) => receive(message.data as EngineEvent);
      worker.onerror = (event) => crash(whyStopped(event, 'The engine'));
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
    profile: () => ask('profile', (request) => ({ type: 'profile', request })) as Promise<ProfileEvent>,
  };
}
