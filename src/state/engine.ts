// The main thread's half of the pair: makes the worker, sends it commands, hears its events.
// Questions (sample, map, hash, profile) are promises; everything else arrives as events.
import type { Command, EngineEvent } from '../contract/protocol.ts';
import {
  type Answer,
  type AnswerEvent,
  type Ask,
  isQuestion,
  type Question,
  type QuestionCommand,
} from '../contract/questions.ts';
import type { EngineChoice } from '../contract/setup.ts';
import workerUrl from '../train/worker.ts?worker&url';
import type { PageEvent } from './run.ts';
import { listenTo, startWorker, type WorkerLike } from './threads.ts';

export interface Engine {
  /** Starts a worker, in place of the one there was. */
  boot(engine: EngineChoice): void;
  send(command: Exclude<Command, QuestionCommand>): void;
  /** Rejects with a sentence where there is no answer. */
  ask<N extends Question>(question: N, details: Ask<N>): Promise<Answer<N>>;
}

export const makeWorker = (): WorkerLike => startWorker(workerUrl, 'stillroom-engine');

interface Waiting {
  readonly resolve: (answer: AnswerEvent) => void;
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

  const refuse = (request: number, reason: string) => {
    waiting.get(request)?.reject(new Error(reason));
    waiting.delete(request);
  };
  const refuseAll = (reason: string) => {
    for (const request of [...waiting.keys()]) refuse(request, reason);
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
    if (event.type === 'failed' && event.request !== undefined) refuse(event.request, event.reason);
    hear(event);
  };

  return {
    boot(engine) {
      worker?.terminate();
      refuseAll('The engine was started anew.');
      hear({ type: 'booting' });
      worker = listenTo<EngineEvent>(make, 'The engine', { hear: receive, fail: crash });
      worker?.postMessage({ type: 'boot', engine, base } satisfies Command);
    },
    send(command) {
      worker?.postMessage(command);
    },
    ask: (question, details) =>
      new Promise((resolve, reject) => {
        if (!worker) {
          reject(new Error('The engine is not running.'));
          return;
        }
        const request = ++asked;
        waiting.set(request, { resolve: resolve as (answer: unknown) => void, reject });
        worker.postMessage({ ...(details as object), type: question, request });
      }),
  };
}

const isAnswer = (event: EngineEvent): event is AnswerEvent => isQuestion(event.type);
