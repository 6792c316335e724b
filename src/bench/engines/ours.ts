// Our engine in the benchmark: an experiment as the page makes it, its step replayed from a recording or done afresh.
import * as tf from '@tensorflow/tfjs-core';
import { bootEngine, type Engine } from '../../gpu/engine.ts';
import type { Recording } from '../../gpu/recording.ts';
import { Experiment } from '../../train/experiment.ts';
import type { Pretrained } from '../../train/pretrained.ts';
import { Replays } from '../../train/replays.ts';
import { type Flags, readFlags, setFlags } from '../flags.ts';
import type { Place, Start, Trainer } from '../trainer.ts';
import type { Workload } from '../workload.ts';

export interface Manner {
  readonly backend: 'webgpu' | 'wasm';
  /** Whether the step is recorded once and replayed. */
  readonly captured: boolean;
  /** Whether the teacher's outputs are computed once and kept. */
  readonly cached: boolean;
}

/** Steps of one submit; as many as the page puts in one. */
const TOGETHER = 64;

interface Booted {
  readonly engine: Engine;
  readonly flags: Flags;
}
const booted = new Map<Manner['backend'], Promise<Booted>>();
/** What the GPU refused and nobody has complained about yet. */
const faults: string[] = [];

/** Throws what the GPU refused since an engine was started: its numbers are none. */
function checkFaults(): void {
  const [first] = faults.splice(0);
  if (first) throw new Error(first);
}

/** Starts our engine, once a page. Throws a sentence where another would start in its place. */
export function bootOurs(backend: Manner['backend'], { wasmPaths }: Place): Promise<Booted> {
  const begin = async () => {
    const engine = await bootEngine(backend, wasmPaths ? { wasmPaths } : {});
    if (engine.engine !== backend) throw new Error(engine.why ?? `${backend} does not start here.`);
    engine.onFault((sentence) => faults.push(sentence));
    return { engine, flags: readFlags() };
  };
  const started = booted.get(backend) ?? begin();
  booted.set(backend, started);
  return started;
}

export const startOurs =
  (manner: Manner): Start =>
  async (workload, place) => {
    const { flags } = await bootOurs(manner.backend, place);
    const enter = async () => {
      await tf.setBackend(manner.backend);
      setFlags(flags);
    };
    await enter();
    faults.length = 0;
    const trainer = new OurTrainer(workload, manner, enter);
    try {
      await trainer.prove();
    } catch (error) {
      trainer.dispose();
      throw error;
    }
    return trainer;
  };

class OurTrainer implements Trainer {
  private readonly experiment: Experiment;
  private readonly replays: Replays;
  private recording: Recording | null = null;
  /** Steps issued. */
  private taken = 0;

  constructor(
    workload: Workload,
    private readonly manner: Manner,
    readonly enter: () => Promise<void>,
  ) {
    // Only its weights are looked at: it comes from no file.
    const teacher = { weights: workload.teacher } as Pretrained;
    this.experiment = new Experiment(workload.setup, workload.data, teacher, {
      cacheTeacher: manner.cached,
    });
    for (const lane of this.experiment.lanes) lane.weights.load(workload.student);
    this.replays = new Replays(this.experiment, 'students');
  }

  /** Records the step where it is to be. Throws the reason where it cannot be. */
  async prove(): Promise<void> {
    if (!this.manner.captured) return;
    const { experiment } = this;
    experiment.prepare('students', 1);
    for (const lane of experiment.lanes) lane.tried = true;
    this.recording = await this.replays.ready();
    checkFaults();
    if (!this.recording) throw new Error(this.replays.refusal ?? 'The step was not recorded.');
  }

  steps(count: number): void {
    const { experiment, recording } = this;
    const limit = this.taken + count;
    while (this.taken < limit) {
      const first = this.taken + 1;
      experiment.prepare('students', first);
      this.taken = recording
        ? Math.min(experiment.preparedUntil('students', first, limit), this.taken + TOGETHER)
        : first;
      if (recording) recording.replay(this.taken - first + 1);
      else experiment.step('students');
    }
  }

  async loss(): Promise<number> {
    const { experiment, taken } = this;
    // The rows in between are of no interest: only the last is asked for.
    for (const lane of experiment.lanes) lane.ring.resume(taken - 1);
    experiment.took('students', taken);
    let sum = 0;
    for (const lane of experiment.lanes) {
      const [last] = await lane.ring.read();
      if (!last) throw new Error('No step was taken yet.');
      sum += last.row.subarray(0, lane.seeds).reduce((a, b) => a + b, 0) / lane.seeds;
    }
    checkFaults();
    return sum / experiment.lanes.length;
  }

  dispose(): void {
    this.replays.dispose();
    this.experiment.dispose();
  }
}
