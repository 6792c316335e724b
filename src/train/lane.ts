// One lane: a network and its method, their slots, and one training step.
import * as tf from '@tensorflow/tfjs-core';
import { type KnobValue, type KnobValues, withDefaults } from '../contract/cards.ts';
import type { CodeProblem } from '../contract/own-code.ts';
import { CODE, type LaneId } from '../contract/protocol.ts';
import type { TrainingSpec } from '../contract/setup.ts';
import type { Random } from '../data/random.ts';
import type { KnobInputs, Method, Sizes, StepInput } from '../distill/method.ts';
import { attempt } from '../gpu/attempt.ts';
import type { Slot, Slots } from '../gpu/slots.ts';
import { measure } from '../nn/kernels/measure.ts';
import { detached } from '../nn/losses/detached.ts';
import type { Network, Trace } from '../nn/network.ts';
import { makeOptimizer, type Optimizer } from '../nn/optimizer.ts';
import { type Chance, keysOf } from '../nn/philox.ts';
import type { Batch } from './batches.ts';
import { featuresOf, HEAD } from './heads.ts';
import { LaneLoss } from './lane-loss.ts';
import { LaneWeights } from './lane-weights.ts';
import { LiveKnobs } from './live-knobs.ts';
import { Memory } from './memory.ts';
import { heard, type Mentor } from './mentors.ts';
import { countedApart, optimizersOf } from './momenta.ts';
import { heardOf, peerParameters } from './peers.ts';
import { Ring } from './ring.ts';
import { tidyOf } from './slopes.ts';
import { forEverySeed, type ValidationPart } from './validation.ts';

export interface LaneParts {
  readonly id: LaneId;
  readonly network: Network;
  readonly method: Method;
  readonly knobs: Readonly<Record<string, KnobValue>>;
  /** The lane's own code, where the method takes some. */
  readonly code?: string | undefined;
  /** Terms of the loss that are measured but not trained on. */
  readonly without?: readonly string[] | undefined;
  readonly training: TrainingSpec;
  readonly classes: number;
  readonly seeds: readonly number[];
  /** Whom it learns from, the most important first; nobody where the labels are all. */
  readonly mentors: readonly Mentor[];
  /** Networks that train beside it. */
  readonly peers?: readonly Network[];
  /** Training samples there are. */
  readonly samples: number;
  /** What methods with weights learned on it look at of the validation set. */
  readonly validation: ValidationPart;
  /** Labeled samples at the front of every batch. */
  readonly labeled: number;
  /** Of scenes: what the anchors of all samples stand for, [samples, numbers]. */
  readonly matches?: tf.Tensor | undefined;
  readonly slots: Slots;
  /** Chance by name: the same names give the same numbers in every lane, so all students start alike. */
  readonly random: (seed: number, ...names: string[]) => Random;
}

/** A step before it is taken. */
export interface Dissected {
  readonly logits: tf.Tensor; // [seeds, batch, classes]; of a detector [seeds, batch, anchors, classes]
  /** The terms of its method, those it is without too, [terms, seeds, batch]. */
  readonly values: tf.Tensor;
  /** The gradient of the loss by the logits, of their shape. */
  readonly slope: tf.Tensor;
  /** The learning rate after warm-up and schedule, [1]. */
  readonly rate: tf.Tensor;
  /** Of the loss by the network's parameters, in their order, each [seeds, ...shape]. */
  readonly gradients: readonly tf.Tensor[];
  /** [1] or [seeds]; absent where the method has none. */
  readonly temperature?: tf.Tensor;
}

export class Lane {
  readonly id: LaneId;
  readonly method: Method;
  readonly network: Network;
  /** Why it stopped, or null. */
  stopped: string | null = null;
  /** Whether its first step has been tried, and the GPU asked. */
  tried = false;
  /** The code it has now; the empty text where the method takes none. */
  code: string;
  /** How often its code was changed. */
  edits = 0;
  /** For which of its codes it was told that it gives no number for some samples. */
  faultsTold = -1;
  /** Samples of a step, of one seed; 0 before its first. */
  batch = 0;
  /** What the last steps measured, a row [series · seeds] each. */
  readonly ring: Ring;
  readonly weights: LaneWeights;
  private readonly loss: LaneLoss;
  /** What each seed's dropout is drawn from, [seeds, 2]. */
  private readonly keys: Float32Array;
  private readonly settled: Readonly<Record<string, Slot>>;
  /** What the anchors of scenes without labels stand for, as its teacher has found, [samples, numbers]. */
  private readonly pseudo: Slot | null;
  private readonly memory: Memory;
  private readonly live: LiveKnobs;
  /** One, or one for each part of the terms that has a momentum of its own. */
  private readonly optimizers: readonly Optimizer[];
  private readonly partsOptimizer: Optimizer;
  private readonly rate: Slot;

  constructor(private readonly spec: LaneParts) {
    const { id, network, method, slots, seeds, training } = spec;
    this.id = id;
    this.network = network;
    this.method = method;
    this.code = spec.code ?? method.code?.initial ?? '';
    this.rate = slots.create(`${id}/rate`, [training.rate], [1]);
    this.live = new LiveKnobs(method, spec.knobs, id, slots);
    this.keys = keysOf(seeds.map((seed) => spec.random(seed, 'dropout').int(2 ** 32)));
    const { sizes } = this;
    const parts = [...(method.parts?.(sizes, this.knobs()) ?? []), ...peerParameters(this.peers)];
    this.weights = new LaneWeights({ ...spec, parts });
    this.memory = new Memory(method, { sizes, knobs: this.knobs(), seeds: seeds.length }, id, slots);
    const from = spec.mentors.map(({ name }) => name);
    this.settled = mapValues(method.settles?.shapes(from) ?? {}, (shape, name) => {
      const all = [seeds.length, ...shape];
      return slots.create(`${id}/settled/${name}`, new Float32Array(all.reduce((a, b) => a * b)), all);
    });
    const { matches } = spec;
    const asks = matches && this.lowestScore !== null;
    this.pseudo = asks ? slots.create(`${id}/pseudo`, new Float32Array(matches.size), matches.shape) : null;
    this.optimizers = optimizersOf(method, this.live.settings, training, slots, this.weights.network);
    this.partsOptimizer = makeOptimizer(method.partsTraining ?? training, slots, this.weights.parts);
    this.loss = new LaneLoss(method, spec.without ?? [], parts.length > 0);
    if (this.terms.length === 0)
      throw new Error(`${id}: without ${spec.without} no term of ${method.id} is left.`);
    this.ring = new Ring(`${id}/ring`, this.series.length * seeds.length);
  }

  /** The method's terms that make its loss: all but those it is without. */
  get terms(): readonly string[] {
    return this.loss.terms;
  }

  /** Names of the rows of a metrics tensor. */
  get series(): readonly string[] {
    return this.loss.series;
  }

  /** The knobs as the method gets them, as they stand now. */
  knobs(): KnobInputs<Method['knobs']> {
    return this.live.inputs;
  }

  /** What moves a live knob to a value. Throws a sentence for a knob that is not live and a value out of its range. */
  mover(name: string, value: KnobValue): () => void {
    if (name === CODE) return this.recoder(String(value));
    return this.live.mover(name, value);
  }

  /** Whether it has a live knob of that name. */
  follows(knob: string): boolean {
    return this.live.slot(knob) !== undefined;
  }

  /** What gives it other code, which has been compiled before. */
  private recoder(code: string): () => void {
    if (!this.method.code) throw new Error(`${this.method.title.en} takes no code.`);
    return () => {
      this.edits++;
      this.code = code;
    };
  }

  /** What is wrong with its code, or with some other, on this engine; when nothing is, it is ready to run. */
  async compile(code = this.code): Promise<CodeProblem[]> {
    return (await this.method.compile?.(code)) ?? [];
  }

  /** Values for the slots of all live knobs and the rate, other than those they have; another `turn` gives others. */
  movedKnobs(turn: number): Record<string, Float32Array> {
    const rate = Float32Array.of(this.spec.training.rate * (1 + (turn % 3)));
    return { ...this.live.moved(turn), [this.rate.name]: rate };
  }

  /** Does some of this lane's work; returns a sentence when it fails. The first time the GPU is asked as well. */
  async attempt(work: () => void | Promise<void>): Promise<string | null> {
    const reason = await attempt(work, !this.tried);
    this.tried = true;
    return reason;
  }

  /** One step on a batch; nothing is read back. The clock already shows this step. */
  step(batch: Batch, teacher: Trace | null, clock: Slot): void {
    this.batch = batch.labels.shape[1] as number;
    const kept: tf.Tensor[] = []; // what the differentiated function hands out, past its own tidy
    tidyOf(kept, () => {
      const chance = { clock: clock.tensor, keys: tf.tensor(this.keys, [this.seeds, 2]) };
      const context = this.context(batch, teacher, clock, chance);
      const { tensors } = this.weights;
      const hold = (t: tf.Tensor) => {
        const held = tf.keep(tf.clone(t));
        kept.push(held);
        return held;
      };
      const seen: { known?: Trace; value?: tf.Tensor; besides?: tf.Tensor } = {};
      const apart = countedApart(this.method, this.terms);
      const grads = apart.map((terms, turn) => {
        const forward = () => {
          const input = context(tensors);
          const { value, loss, besides } = this.loss.of(input, this.knobs(), terms);
          if (turn > 0) return loss;
          const taps = this.memory.isEmpty ? {} : input.student.taps;
          seen.known = { logits: hold(input.student.logits), taps: mapValues(taps, hold) };
          seen.value = hold(value);
          if (besides) seen.besides = hold(besides);
          return loss;
        };
        // Not tf.valueAndGrads: what only a term that is left out would move has no gradient, which it refuses.
        const some = this.loss.isPartial || apart.length > 1;
        return tf.engine().gradients(forward, tensors, undefined, some).grads;
      });
      const { known, value, besides } = seen as Required<typeof seen>;
      const quantity = this.loss.rows(besides, () => context(tensors, known), this.knobs());
      measure(
        { value, quantity, clock: clock.tensor },
        { ring: this.ring.slot },
        { tracked: this.loss.rowsBesides, labelScale: this.labelScale(batch) },
      );
      if (!this.memory.isEmpty)
        this.memory.become(this.method.memory?.next(context(tensors, known), this.knobs()) ?? {});
      const whole = (slopes: readonly (tf.Tensor | undefined)[]) =>
        tensors.map((tensor, i) => slopes[i] ?? tf.zerosLike(tensor));
      this.update(grads.map(whole), clock); // last: it changes what the measurements are made from
    });
  }

  /** What a step on a batch would be made of: nothing is changed. The caller's tidy owns the tensors. */
  dissect(batch: Batch, teacher: Trace | null, clock: Slot): Dissected {
    const chance = { clock: clock.tensor, keys: tf.tensor(this.keys, [this.seeds, 2]) };
    const context = this.context(batch, teacher, clock, chance);
    const held = this.weights.tensors;
    const knobs = this.knobs();
    // Not tf.grads: what only a term that is left out would move has no gradient, which it refuses.
    const slopes = (by: readonly tf.Tensor[], forward: () => tf.Tensor) => {
      const { grads } = tf
        .engine()
        .gradients(forward as () => tf.Scalar, [...by], undefined, this.loss.isPartial);
      return by.map((tensor, i) => grads[i] ?? tf.zerosLike(tensor));
    };
    const gradients = slopes(held, () => this.loss.of(context(held), knobs).loss);
    const input = context(held);
    const { logits } = input.student;
    const [slope] = slopes([logits], () => this.loss.of(input, knobs).loss) as [tf.Tensor];
    const temperature = this.method.track?.(input, knobs).temperature ?? this.live.slot('T')?.tensor;
    return {
      logits,
      values: this.loss.apart(input, knobs),
      slope,
      rate: tf.mul(this.rate.tensor, tf.slice(clock.tensor, 2, 1)),
      gradients: gradients.slice(0, this.network.parameters.length),
      ...(temperature ? { temperature } : {}),
    };
  }

  /** What turns a mean over the batch into one over the labeled samples in it. */
  private labelScale({ labels }: Batch): number {
    return (labels.shape[1] as number) / this.spec.labeled;
  }

  /** What the method sees, given the tensors it is differentiated by; with chance there is dropout. */
  private context(batch: Batch, teacher: Trace | null, clock: Slot, chance?: Chance) {
    const { network, method, peers } = this;
    const labelScale = this.labelScale(batch);
    const told = heard(this.spec.mentors, batch, teacher);
    const matched = batch.matched?.(this.pseudo?.tensor ?? null);
    return (held: readonly tf.Tensor[], known?: Trace): StepInput => {
      const { network: own, parts } = this.weights.apart(held);
      return {
        ...told,
        student: known ?? network.apply(own, batch.x, chance),
        settled: this.settledNow,
        labels: batch.labels,
        labelScale,
        get progress() {
          return tf.slice(clock.tensor, 1, 1); // only where a method asks for it
        },
        parts,
        memory: this.memory.now,
        get index() {
          return batch.index;
        },
        peers: heardOf(peers, parts, batch.x),
        validation: method.readsValidation ? this.onValidation(held) : undefined,
        matched,
        code: this.code,
      };
    };
  }

  /** What it says of validation samples, behind which there is no gradient. */
  private onValidation(held: readonly tf.Tensor[]): NonNullable<StepInput['validation']> {
    const { x, labels } = forEverySeed(this.spec.validation, this.seeds);
    const own = mapValues(this.weights.apart(held).network, (t) => detached(t));
    return { student: this.network.apply(own, x), labels };
  }

  /** One update by the gradients of each optimizer's terms, in the order of `countedApart`. */
  private update(grads: readonly (readonly tf.Tensor[])[], clock: Slot): void {
    const own = this.network.parameters.length;
    this.optimizers.forEach((optimizer, i) => {
      optimizer.apply((grads[i] as readonly tf.Tensor[]).slice(0, own), clock, this.rate.tensor);
    });
    if (this.weights.parts.slots.length === 0) return;
    const rate = this.method.partsTraining?.rate(this.knobs()) ?? this.rate.tensor;
    this.partsOptimizer.apply((grads.at(-1) as readonly tf.Tensor[]).slice(own), clock, rate);
  }

  /** Whom it learns from. */
  get mentors(): readonly Mentor[] {
    return this.spec.mentors;
  }

  /** The networks that train beside it. */
  get peers(): readonly Network[] {
    return this.spec.peers ?? [];
  }

  private get sizes(): Sizes {
    const { classes, network, mentors, samples } = this.spec;
    const teacher = mentors[0]?.lane.network;
    const features = { student: featuresOf(network), teacher: teacher ? featuresOf(teacher) : null };
    return { classes, samples, features, taps: { student: network.taps, teacher: teacher?.taps ?? null } };
  }

  /** Whether the teacher that all share is among them. */
  get hearsTeacher(): boolean {
    return this.mentors.some(({ shared }) => shared);
  }

  private get settledNow(): StepInput['settled'] {
    return mapValues(this.settled, (slot) => slot.tensor);
  }

  /** From which score on what its teacher finds in scenes without labels counts for it; null where it does not ask. */
  get lowestScore(): number | null {
    type Settings = Parameters<NonNullable<Method['pseudoBoxes']>>[0];
    return this.method.pseudoBoxes?.(this.live.settings as Settings) ?? null;
  }

  /** Takes what its teacher has found in scenes without labels, a table as of all samples. */
  learnFrom(found: Float32Array): void {
    this.pseudo?.write(found);
  }

  /** Takes numbers worked out on the host, by name, each [seeds, ...shape]. */
  settle(numbers: Readonly<Record<string, Float32Array>>): void {
    for (const [name, slot] of Object.entries(this.settled)) slot.write(numbers[name] as Float32Array);
  }

  /** Its last layer as it stands, [seeds, features, classes] and [seeds, classes]; null where it has another's. */
  get head(): StepInput['teacherHead'] {
    const { [HEAD.weight]: weight, [HEAD.bias]: bias } = this.weights.current;
    return weight && bias ? { weight, bias } : null;
  }

  /** All knobs and the code as they were before the first step. */
  get beginning(): { readonly knobs: KnobValues; readonly code: string } {
    const { knobs, code } = this.spec;
    return {
      knobs: withDefaults(this.method.knobs, knobs),
      code: code ?? this.method.code?.initial ?? '',
    };
  }

  /** How many seeds train together. */
  get seeds(): number {
    return this.spec.seeds.length;
  }

  /** Forward pass without a gradient. x is [seeds, batch, ...sample shape]. */
  apply(x: tf.Tensor): Trace {
    return this.network.apply(this.weights.current, x);
  }

  /** The numbers a sample the method can draw, each [seeds, batch]; `own` is what `apply` gave for the batch. */
  maps(batch: Batch, teacher: Trace, clock: Slot, own: Trace): Readonly<Record<string, tf.Tensor>> {
    return this.method.maps?.(this.input(batch, teacher, clock, own), this.knobs()) ?? {};
  }

  /** The numbers an anchor the method can draw, each [seeds, batch, anchors]; `own` is what `apply` gave for the batch. */
  anchorMaps(batch: Batch, teacher: Trace, clock: Slot, own: Trace): Readonly<Record<string, tf.Tensor>> {
    return this.method.anchorMaps?.(this.input(batch, teacher, clock, own), this.knobs()) ?? {};
  }

  /** What the method sees of a batch as the lane stands now; nothing is left to chance. `own`: what `apply` gave for it. */
  input(batch: Batch, teacher: Trace | null, clock: Slot, own?: Trace): StepInput {
    return this.context(batch, teacher, clock)(this.weights.tensors, own);
  }

  dispose(): void {
    this.ring.slot.dispose();
  }
}

const mapValues = <A, B>(
  of: Readonly<Record<string, A>>,
  change: (value: A, name: string) => B,
): Record<string, B> =>
  Object.fromEntries(Object.entries(of).map(([name, value]) => [name, change(value, name)]));
