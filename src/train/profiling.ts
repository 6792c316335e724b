// What the kernels of a step cost, measured beside a run that stands between two steps.
import * as tf from '@tensorflow/tfjs-core';
import type { StepProfile } from '../contract/protocol.ts';
import { Backend } from '../gpu/backend.ts';
import { profile, type Surroundings } from '../gpu/profile.ts';
import type { Experiment } from './experiment.ts';
import { Replays } from './replays.ts';

/**
 * Records the step that the lanes take now, measures it and puts all state back.
 * @throws Error with a sentence where there is no recorded step
 */
export async function profileStep(
  experiment: Experiment,
  stepsFor: Surroundings['stepsFor'],
): Promise<StepProfile> {
  const { phase } = experiment.position;
  const lanes = experiment.active(phase);
  if (!(tf.backend() instanceof Backend))
    throw new Error('Only WebGPU steps are recorded, kernel by kernel; another engine runs here.');
  if (lanes.length === 0) throw new Error('All lanes have stopped: there is no step to measure.');
  if (lanes.some((lane) => !lane.tried))
    throw new Error('Steps are recorded once every lane has taken its first: press Play or Step before.');
  const replays = new Replays(experiment, phase);
  try {
    const recording = await replays.ready();
    if (!recording) throw new Error(`Steps are not recorded here. ${replays.refusal}`);
    const state = await experiment.slots.snapshot();
    const rings = await experiment.rings(phase);
    const rewind = () => {
      experiment.slots.restore(state);
      experiment.restoreRings(phase, rings);
    };
    try {
      return await profile(recording, { rewind, stepsFor });
    } finally {
      rewind();
    }
  } finally {
    replays.dispose();
  }
}
