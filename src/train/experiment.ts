// One experiment, built from its set-up: the data on the GPU, the teacher, the lanes and their slots.
// It knows how to take a step and how to look at what it has; when to do which is run.ts.
import * as tf from '@tensorflow/tfjs-core';
import type { KnobValue } from '../contract/cards.ts';
import { sentenceOf } from '../contract/own-code.ts';
import { type Phase, stageId } from '../contract/phases.ts';
import { CODE, type Evaluation, type LaneId } from '../contract/protocol.ts';
import type { LanePulls } from '../contract/questions.ts';
import type { Setup } from '../contract/setup.ts';
import type { PreparedData } from '../data/prepare.ts';
import { read } from '../gpu/readback.ts';
import { compileAhead } from '../gpu/recording.ts';
import { type Slot, Slots, type Snapshot } from '../gpu/slots.ts';
import { clockAt, tick } from '../nn/clock.ts';
import type { Trace } from '../nn/network.ts';
import { type Batch, labeledPart } from './batches.ts';
import { detectionsOf } from './evaluate-scenes.ts';
import { type Inspected, inspect } from './inspect.ts';
import type { Lane } from './lane.ts';
import { type LineUp, lineUp, type PhasePlan } from './line-up.ts';
import { Looks } from './looks.ts';
import { rowsOf, tableOf } from './matches.ts';
import { planOf } from './plan.ts';
import type { Pretrained } from './pretrained.ts';
import { Probe } from './probe.ts';
import { pullsAt, readPulls } from './pulls.ts';
import { Teaching } from './teaching.ts';
import { type Position, type Turn, Turns } from './turns.ts';

/** Where a run is: enough to go on from it, bit for bit. */
export interface SavedRun extends Position {
  readonly state: Snapshot;
  /** Why lanes had stopped by then. */
  readonly stopped: Readonly<Record<LaneId, string | null>>;
}

export class Experiment {
  readonly setup: Setup;
  readonly classes: number;
  readonly totalSteps: number;
  readonly teacherSteps: number;
  readonly teacher: Lane;
  readonly lanes: readonly Lane[];
  /** The networks that train between the teacher and the students. */
  readonly stages: LineUp['stages'];
  /** In the order in which they train. */
  readonly phases: readonly PhasePlan[];
  readonly slots = new Slots();
  /** Names of the dispatches of the step that was recorded last, in order; to be read by people. */
  dispatched: readonly string[] = [];

  private readonly shape: readonly number[];
  private readonly train: { readonly x: tf.Tensor; readonly y: tf.Tensor; readonly matches?: tf.Tensor };
  private readonly looks: Looks;
  private readonly teaching: Teaching;
  private readonly knobTurns = new Turns();
  private taken: Position;
  private compiled: Promise<void> | null = null;
  private readonly pulling = new Probe();
  /** The step that began last; another than `taken` while it is under way. */
  private begun: Position;

  /** @param options.cacheTeacher whether what the teacher says may be kept; the numbers are the same either way */
  constructor(
    setup: Setup,
    private readonly data: PreparedData,
    pretrained: Pick<Pretrained, 'weights'> | null,
    { cacheTeacher = true }: { readonly cacheTeacher?: boolean } = {},
  ) {
    this.setup = setup;
    const { shape, classes } = data;
    this.shape = shape;
    this.classes = classes.length;
    const features = shape.reduce((a, b) => a * b, 1);
    // First, because what cannot be says so here, and then nothing is left behind.
    const plan = planOf(setup, data);
    this.totalSteps = plan.steps.students;
    this.teacherSteps = pretrained ? 0 : plan.steps.teacher;
    const resident = (x: Float32Array) => tf.keep(tf.tensor(x, [x.length / features, features], 'float32'));
    this.train = {
      x: resident(data.x),
      y: tf.keep(tf.tensor(Float32Array.from(data.y), [data.y.length], 'float32')),
      ...(data.anchors && { matches: tf.keep(tableOf(data.anchors, data.truths ?? [])) }),
    };
    this.looks = new Looks(data);
    const { x: samples, y: labels, matches } = this.train;
    const { teacher, lanes, stages, phases } = lineUp({
      setup,
      data,
      plan,
      slots: this.slots,
      samples,
      labels,
      matches,
    });
    this.teacher = teacher;
    this.lanes = lanes;
    this.stages = stages;
    this.phases = phases;
    if (pretrained) this.teacher.weights.load(pretrained.weights);
    this.taken = { phase: pretrained ? this.after('teacher') : 'teacher', step: 0 };
    this.begun = this.taken;
    this.teaching = new Teaching({
      teacher: this.teacher,
      learners: [...stages.map(({ lane }) => lane), ...lanes],
      batches: this.plan('students').batches,
      steps: this.totalSteps,
      keep: cacheTeacher,
    });
  }

  /** What there is to a phase. */
  plan(phase: Phase): PhasePlan {
    const plan = this.phases.find((one) => one.phase === phase);
    if (!plan) throw new Error(`This run has no phase "${phase}".`);
    return plan;
  }

  /** The phase that follows another. */
  after(phase: Phase): Phase {
    return this.phases[this.phases.indexOf(this.plan(phase)) + 1]?.phase ?? 'students';
  }

  /** All networks there are: the teacher, those that train between, the students. */
  private get everyone(): readonly Lane[] {
    return [this.teacher, ...this.stages.map(({ lane }) => lane), ...this.lanes];
  }

  /** The last step that all lanes have taken. */
  get position(): Position {
    return this.taken;
  }
  set position(position: Position) {
    this.taken = position;
    this.begun = position;
  }

  /** Live knobs moved so far and, after `repeat`, those that will be, in order. */
  get turns(): readonly Turn[] {
    return this.knobTurns.all;
  }

  /** The lanes that train in a phase and have not stopped. */
  active(phase: Phase): readonly Lane[] {
    return this.plan(phase).learners.filter((lane) => lane.stopped === null);
  }

  lane(id: LaneId): Lane {
    const lane = [this.teacher, ...this.lanes].find((l) => l.id === id);
    if (!lane) throw new Error(`There is no lane "${id}".`);
    return lane;
  }

  /**
   * Moves a live knob and remembers it, so that a run that goes on from a snapshot can repeat it. While a step is under
   * way it waits for the next: some lanes have taken this one already.
   */
  turn(id: LaneId, knob: string, value: KnobValue): void {
    const turn = { ...this.begun, lane: id, knob, value };
    const move = this.mover(id, knob, value);
    if (this.begun !== this.taken) {
      this.knobTurns.wait(turn);
      return;
    }
    move();
    this.knobTurns.make(turn);
  }

  /** What moves a live knob of a lane, and those of its stages that have the same name. */
  private mover(id: LaneId, knob: string, value: KnobValue): () => void {
    const own = this.lane(id).mover(knob, value);
    const stages = this.stages.filter(({ plan, lane }) => plan.lane === id && lane.follows(knob));
    const moves = [own, ...stages.map(({ lane }) => lane.mover(knob, value))];
    return () => {
      for (const move of moves) move();
    };
  }

  /**
   * Gives a lane other code, as `turn` moves a knob. It is compiled while training goes on; on an error the old one stays.
   * @throws Error with the line, the column and what is wrong
   */
  async recode(id: LaneId, code: string): Promise<void> {
    const lane = this.lane(id);
    lane.mover(CODE, code); // refuses where the method takes none
    const [problem] = await lane.compile(code);
    if (problem) throw new Error(sentenceOf(problem));
    this.turn(id, CODE, code);
  }

  /** Whether a network learns from one that trains before it, or has its last layer. */
  needs(lane: Lane, { id, name }: LineUp['stages'][number]['plan']): boolean {
    if (lane.mentors.some((mentor) => mentor.lane.id === id)) return true;
    const own = this.stages.find((one) => one.lane === lane);
    return own?.plan.head === name && stageId(own.plan.lane, name) === id;
  }

  /** How many steps a phase has. */
  stepsIn(phase: Phase): number {
    return phase === 'teacher' ? this.teacherSteps : this.plan(phase).steps;
  }

  /** The learning rate of a step of a phase, after warm-up and schedule. */
  rateAt(phase: Phase, step: number): number {
    const { rate, ...spec } = this.plan(phase).training;
    const [, , factor] = clockAt(step, spec, this.stepsIn(phase));
    return rate * (factor as number);
  }

  /** What the host has to do before a step: turns that are due, the order of its batches, what the teacher says. */
  prepare(phase: Phase, step: number): void {
    for (const { lane, knob, value } of this.knobTurns.due({ phase, step: step - 1 }))
      this.mover(lane, knob, value)();
    this.begun = { phase, step };
    this.plan(phase).batches.prepare(step);
    if (phase !== 'teacher') this.teaching.prepare();
  }

  /** The last step, from `step` on and up to `limit`, that needs nothing more of the host than `step` itself. */
  preparedUntil(phase: Phase, step: number, limit: number): number {
    const room = Math.min(...this.active(phase).map((lane) => lane.ring.room));
    return Math.min(
      limit,
      step + room - 1,
      this.plan(phase).batches.lastOfWindow(step),
      Math.max(step, this.knobTurns.next(phase)),
    );
  }

  /** The next batch and what the teacher says of it; the caller's tidy owns both. */
  begin(phase: Phase): { batch: Batch; teacher: Trace | null } {
    const { clock, training, batches, school } = this.plan(phase);
    tick(clock, training, this.stepsIn(phase));
    const batch = batches.take(clock);
    const wanted = this.active(phase).some((lane) => lane.hearsTeacher);
    if (!wanted) return { batch, teacher: null };
    const { teaching } = this; // keeps what it says of the students' samples, not of its own
    return {
      batch,
      teacher: school === 'student' ? teaching.of(batch, batches, clock) : teaching.ask(batch.x),
    };
  }

  /** As `begin`, but kept past any tidy; the caller disposes `kept`. */
  hold(phase: Phase): ReturnType<Experiment['begin']> & { readonly kept: tf.Tensor[] } {
    let begun: ReturnType<Experiment['begin']> | undefined;
    const kept = tf.tidy(() => {
      begun = this.begin(phase);
      const { batch, teacher } = begun;
      return [batch.x, batch.labels, ...(teacher ? [teacher.logits, ...Object.values(teacher.taps)] : [])];
    });
    return { ...(begun as ReturnType<Experiment['begin']>), kept };
  }

  /** Does some work on the students' next step, from its clock to its lanes, and puts all state back. */
  async rehearse<T>(
    work: (step: {
      readonly batch: Batch;
      readonly teacher: Trace | null;
      readonly clock: Slot;
    }) => Promise<T>,
  ): Promise<T> {
    const before = await this.slots.snapshot();
    const rings = await this.rings('students');
    this.plan('students').batches.prepare(this.position.step + 1);
    this.teaching.prepare();
    const { kept, ...begun } = this.hold('students');
    try {
      return await work({ ...begun, clock: this.plan('students').clock });
    } finally {
      tf.dispose(kept);
      this.slots.restore(before);
      this.restoreRings('students', rings);
    }
  }

  /** One lane's step on a batch of `begin`. */
  stepLane(lane: Lane, phase: Phase, batch: Batch, teacher: Trace | null): void {
    tf.tidy(() => {
      lane.step(this.seenBy(lane, phase, batch), lane.hearsTeacher ? teacher : null, this.plan(phase).clock);
    });
  }

  /** What a lane sees of a batch: all of it, or the labeled part. */
  seenBy(lane: Lane, phase: Phase, batch: Batch): Batch {
    return lane.method.usesPool ? batch : labeledPart(batch, this.plan(phase).training.batch);
  }

  /** A whole step of a phase, from the clock to the last lane, with nothing left to the host. */
  step(phase: Phase): void {
    tf.tidy(() => {
      const { batch, teacher } = this.begin(phase);
      for (const lane of this.active(phase)) this.stepLane(lane, phase, batch, teacher);
    });
  }

  /**
   * Compiles what the steps will need, beside one another and beside all else, once: a first step that compiles one shader
   * after the other takes seconds. Does no step and changes no state.
   */
  compileAhead(): Promise<void> {
    this.compiled ??= this.compileAll();
    return this.compiled;
  }

  private async compileAll(): Promise<void> {
    const look = () => this.looks.touch(this.everyone);
    const ask = () => {
      this.teaching.prepare();
      this.teaching.forget(); // nothing was computed
    };
    const all = this.phases.map(({ phase }) => phase);
    const phases = all.slice(all.indexOf(this.taken.phase));
    const steps = phases.map((phase) => () => this.step(phase));
    await compileAhead(
      [look, ask, ...steps],
      phases.flatMap((phase) => this.residents(phase)),
    );
  }

  /** Notes that all active lanes of a phase have taken the steps up to this one. */
  took(phase: Phase, step: number): void {
    this.position = { phase, step };
    for (const lane of this.active(phase)) lane.ring.took(step);
  }

  /** Whether measurements must be read before the next step. */
  full(phase: Phase): boolean {
    return this.active(phase).some((lane) => lane.ring.room <= 0);
  }

  /** Everything a step of a phase reads or changes and that outlives it. */
  residents(phase: Phase): tf.Tensor[] {
    return [
      ...this.plan(phase).batches.residents,
      ...this.teaching.residents,
      ...this.slots.tensors,
      ...this.everyone.map((lane) => lane.ring.slot.tensor),
    ];
  }

  /** A state like `from`, with the clock of a phase at another step and every live knob of its lanes elsewhere. */
  moved(phase: Phase, from: Snapshot, counter: number): Snapshot {
    const clock = Float32Array.of(counter, 0, 0, 0);
    return {
      ...from,
      [this.plan(phase).clock.name]: clock,
      ...Object.assign({}, ...this.active(phase).map((lane) => lane.movedKnobs(counter))),
    };
  }

  /** What the active lanes of a phase have measured and nobody has read yet. */
  async rings(phase: Phase): Promise<Snapshot> {
    const slots = this.active(phase).map((lane) => lane.ring.slot);
    const values = await read(slots.map((slot) => slot.tensor));
    return Object.fromEntries(slots.map(({ name }, i) => [name, values[i] as Float32Array]));
  }

  restoreRings(phase: Phase, rings: Snapshot): void {
    for (const { ring } of this.active(phase)) ring.slot.write(rings[ring.slot.name] as Float32Array);
  }

  /** Looks at a lane on validation and test data, whole or their first part. One result a seed. */
  evaluate(lane: Lane, whole: boolean): Promise<{ validation: Evaluation[]; test: Evaluation[] }> {
    const compared = lane !== this.teacher && this.position.phase !== 'teacher';
    return this.looks.evaluate(lane, whole, compared ? this.teacher : null);
  }

  /** What the networks a lane learns from say of the validation set, by name and seed, [samples, classes] each. */
  async toldBy(lane: Lane): Promise<{
    readonly said: Readonly<Record<string, readonly Float32Array[]>>;
    readonly labels: Int32Array;
  }> {
    const said: Record<string, readonly Float32Array[]> = {};
    for (const mentor of lane.mentors) said[mentor.name] = await this.looks.onValidation(mentor.lane);
    return { said, labels: this.looks.validationLabels };
  }

  /** Whether its networks find objects in scenes. */
  get detects(): boolean {
    return this.train.matches !== undefined;
  }

  /** What the anchors of all training scenes would stand for if what a lane finds from a score on were the objects in them. */
  async foundBy(lane: Lane, score: number): Promise<Float32Array> {
    const { anchors, x } = this.data;
    if (!anchors) throw new Error('There are no scenes here.');
    const said = await this.looks.onSamples(lane, x);
    const scenes = detectionsOf(said, this.classes, anchors, score);
    return rowsOf(
      anchors,
      scenes.map((found) => (found.length > 0 ? found : null)),
    );
  }

  /** Logits of every lane for given samples [n, features] on the host; the first seed's. */
  look(samples: Float32Array): Promise<Record<LaneId, Float32Array>> {
    return this.looks.logits([this.teacher, ...this.lanes], samples);
  }

  /** What every lane makes of given samples, [n, features] with a label each, −1 where there is none; the first seed's. */
  inspect(samples: Float32Array, labels: Int32Array): Promise<Record<LaneId, Inspected>> {
    const { teacher, lanes, shape } = this;
    return inspect({ teacher, lanes, clock: this.plan('students').clock, shape }, samples, labels);
  }

  /** What shows how far the students are. */
  get clock(): Slot {
    return this.plan('students').clock;
  }

  /** Samples of each seed that `pulls` looks at. */
  get probed(): { readonly labeled: number; readonly pool: number } {
    const { size } = this.plan('students').batches;
    const { batch } = this.setup.training;
    return { labeled: batch, pool: size - batch };
  }

  /** How hard each term of every student's loss pulls at it, on the first samples of its seeds. Changes no state. */
  async pulls(): Promise<Record<LaneId, LanePulls>> {
    const lanes = this.position.phase === 'students' ? this.active('students') : [];
    const look = () => {
      const { batches, clock } = this.plan('students');
      const batch = batches.first();
      const teacher = lanes.some((lane) => lane.hearsTeacher) ? this.teaching.ask(batch.x) : null;
      return lanes.map((lane) => {
        const seen = this.seenBy(lane, 'students', batch);
        const input = lane.input(seen, lane.hearsTeacher ? teacher : null, clock);
        return pullsAt({ ...lane.method, termNames: lane.terms }, input, lane.knobs());
      });
    };
    const about = lanes.map(({ id, edits }) => `${id} ${edits}`).join();
    const numbers = await this.pulling.take(about, look, () => this.residents('students'));
    return Object.fromEntries(
      lanes.map(({ id, terms, seeds }, i) => [id, readPulls(numbers[i] as Float32Array, terms, seeds)]),
    );
  }

  async save(): Promise<SavedRun> {
    const { position } = this;
    const stopped = Object.fromEntries(this.everyone.map(({ id, stopped }) => [id, stopped]));
    return { ...position, stopped, state: await this.slots.snapshot() };
  }

  /** Why a saved run is none of this experiment; null when it is. */
  misfit({ phase, step, state }: SavedRun): string | null {
    if (!this.phases.some((one) => one.phase === phase)) return `there is no phase ${phase} here`;
    if (step > this.stepsIn(phase)) return `it stands at step ${step} of ${this.stepsIn(phase)}`;
    const missing = this.slots.names.find((name) => !state[name]);
    if (missing !== undefined) return `${missing} is not in it`;
    for (const [name, { length }] of Object.entries(state)) {
      if (!this.slots.names.includes(name)) return `there is no ${name} here`;
      const { size } = this.slots.get(name).tensor;
      if (size !== length) return `${name} has ${length} numbers, ${size} were expected`;
    }
    return null;
  }

  restore(saved: SavedRun): void {
    this.slots.restore(saved.state);
    this.teaching.forget();
    this.position = { phase: saved.phase, step: saved.step };
    for (const lane of this.everyone) lane.stopped = saved.stopped[lane.id] ?? null;
    // A snapshot comes after the numbers of its steps.
    for (const lane of this.plan(saved.phase).learners) lane.ring.resume(saved.step);
  }

  /** Takes over knob turns of an earlier try at this run: each is made again before the step it was made before. */
  repeat(turns: readonly Turn[]): void {
    this.knobTurns.repeat(turns, this.position);
    // Code is no state that a snapshot holds.
    for (const { lane, knob, value } of this.knobTurns.past)
      if (knob === CODE) this.lane(lane).mover(knob, value)();
  }

  dispose(): void {
    for (const lane of this.everyone) lane.dispose();
    for (const { batches } of this.phases) batches.dispose();
    this.teaching.dispose();
    this.pulling.dispose();
    this.slots.dispose();
    this.looks.dispose();
    tf.dispose({ ...this.train });
  }
}
