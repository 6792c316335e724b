// The recorded step of a phase: made once all lanes have proved themselves, checked against eager steps,
// made anew when a lane stops or has other code, and left alone where it cannot be made.
import * as tf from '@tensorflow/tfjs-core';
import type { Phase } from '../contract/phases.ts';
import type { EngineEvent } from '../contract/protocol.ts';
import { Backend } from '../gpu/backend.ts';
import { CannotRecord, type Recording, record } from '../gpu/recording.ts';
import type { Snapshot } from '../gpu/slots.ts';
import type { Experiment } from './experiment.ts';

/** Where in the run a recording is checked: at its start, and where nothing of the start is left. */
const PLACES = [0, 0.35, 0.85];
/** Steps played in one go in each check. */
const TOGETHER = [1, 3, 2];

export class Replays {
  private recording: Recording | null = null;
  /** The lanes, and their code, that the present recording, or the present refusal, is about. */
  private about = '';
  /** Why the steps run eagerly, or null. */
  refusal: string | null = null;
  /** Whether there is something to tell of how steps are taken. */
  news = false;

  constructor(
    private readonly experiment: Experiment,
    private readonly phase: Phase,
  ) {}

  /** The recording for the lanes that are active now; null while there is none. */
  async ready(): Promise<Recording | null> {
    const lanes = this.experiment.active(this.phase);
    if (!(tf.backend() instanceof Backend) || lanes.some((lane) => !lane.tried)) return null;
    const about = lanes.map(({ id, edits }) => `${id} ${edits}`).join();
    if (about !== this.about) {
      this.about = about;
      await this.make();
      this.news = true;
    }
    return this.recording;
  }

  tell(): Extract<EngineEvent, { type: 'stepping' }> {
    this.news = false;
    return { type: 'stepping', recorded: this.recording !== null, reason: this.refusal };
  }

  private async make(): Promise<void> {
    const { experiment, phase } = this;
    this.dispose();
    this.refusal = null;
    const before = await experiment.slots.snapshot();
    const rings = await experiment.rings(phase);
    try {
      this.recording = record(() => experiment.step(phase), experiment.residents(phase));
      for (const [i, place] of PLACES.entries()) {
        const counter = Math.floor(place * experiment.stepsIn(phase));
        await this.check(this.recording, experiment.moved(phase, before, counter), TOGETHER[i] as number);
      }
      experiment.dispatched = this.recording.names;
    } catch (error) {
      if (!(error instanceof CannotRecord)) throw error;
      this.refusal = error.message;
      this.recording?.dispose();
      this.recording = null;
    } finally {
      experiment.slots.restore(before);
      experiment.restoreRings(phase, rings);
    }
  }

  /** Some steps played and as many done, from the same state: all state and all measurements must be the same bits. */
  private async check(recording: Recording, from: Snapshot, steps: number): Promise<void> {
    const { experiment, phase } = this;
    const after = async (step: () => void): Promise<Snapshot> => {
      experiment.slots.restore(from);
      step();
      return { ...(await experiment.slots.snapshot()), ...(await experiment.rings(phase)) };
    };
    const eager = await after(() => {
      for (let k = 0; k < steps; k++) experiment.step(phase);
    });
    const played = await after(() => recording.replay(steps));
    const bits = (values: Float32Array | undefined) =>
      new Uint32Array(values?.slice().buffer ?? new ArrayBuffer(0));
    for (const name of Object.keys(eager)) {
      const wanted = bits(eager[name]);
      if (bits(played[name]).some((bit, i) => bit !== wanted[i])) {
        throw new CannotRecord(
          `Played from its recording, a step leaves other numbers in ${name} than done afresh: something in it is drawn or computed by the host.`,
        );
      }
    }
  }

  dispose(): void {
    this.recording?.dispose();
    this.recording = null;
  }
}
