// Doing GPU work that may fail, and saying in one sentence how it failed.
import * as tf from '@tensorflow/tfjs-core';
import { Backend } from './backend.ts';

/**
 * Does some work and returns null, or a sentence when it throws. With `thorough` it also waits for the GPU's verdict on
 * exactly this work: a shader that does not compile or memory that is not there, which throw nothing. That costs a
 * round trip, so it is for the first step of something new.
 */
export async function attempt(work: () => void | Promise<void>, thorough: boolean): Promise<string | null> {
  const backend = tf.backend();
  if (!thorough || !(backend instanceof Backend)) return sentence(work);
  const { device } = backend;
  backend.flush(); // what came before must not be blamed on this
  device.pushErrorScope('out-of-memory');
  device.pushErrorScope('validation');
  const thrown = await sentence(work);
  backend.flush();
  const refused = await device.popErrorScope();
  const memory = await device.popErrorScope();
  if (memory)
    return 'The GPU has not enough memory for it. Try a smaller batch, fewer lanes or narrower networks.';
  if (refused) {
    const reason = (await backend.objection()) ?? `The GPU refused it: ${refused.message.split('\n')[0]}.`;
    return `${reason} Try another engine, and please report this.`;
  }
  return thrown;
}

async function sentence(work: () => void | Promise<void>): Promise<string | null> {
  try {
    await work();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
