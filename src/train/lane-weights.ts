// What a lane trains: the weights of its network and the parts its method adds, a slot each, all seeds together.
import type * as tf from '@tensorflow/tfjs-core';
import { withDefaults } from '../contract/cards.ts';
import type { LaneId } from '../contract/protocol.ts';
import type { NetWeights } from '../contract/takeaway.ts';
import type { Random } from '../data/random.ts';
import { read } from '../gpu/readback.ts';
import type { Group, Slot, Slots } from '../gpu/slots.ts';
import { initialise, type Network, type Parameter } from '../nn/network.ts';
import { modelById } from '../nn/registry.ts';

type Kind = 'student' | 'part';

export interface WeightsSpec {
  readonly id: LaneId;
  readonly network: Network;
  /** What it trains besides its network. */
  readonly parts: readonly Parameter[];
  readonly seeds: readonly number[];
  readonly slots: Slots;
  readonly random: (seed: number, ...names: string[]) => Random;
}

export class LaneWeights {
  readonly network: Group;
  readonly parts: Group;

  constructor(private readonly spec: WeightsSpec) {
    this.network = this.create(spec.network.parameters, 'student');
    this.parts = this.create(spec.parts, 'part');
  }

  private create(parameters: readonly Parameter[], kind: Kind): Group {
    const { id, seeds, slots } = this.spec;
    const values = this.first(parameters, kind);
    return slots.group(
      parameters.map(({ name, shape }) => ({
        name: `${id}/${kind}/${name}`,
        values: values[name] as Float32Array,
        shape: [seeds.length, ...shape],
      })),
    );
  }

  /** The values of parameters before the first step, [seeds, ...shape] each. */
  private first(parameters: readonly Parameter[], kind: Kind): Record<string, Float32Array> {
    const { seeds, random } = this.spec;
    const own = (seed: number, name: string) => random(seeds[seed] as number, 'init', kind, name);
    return initialise(parameters, own, seeds.length);
  }

  /** The tensors of all, the network's first, as `apart` takes them. */
  get tensors(): tf.Tensor[] {
    return [...this.network.slots, ...this.parts.slots].map(({ tensor }) => tensor);
  }

  /** The network's present tensors, by parameter name. */
  get current(): Record<string, tf.Tensor> {
    return this.apart(this.tensors).network;
  }

  /** Tensors in the order of `tensors`, by the names of their parameters. */
  apart<T>(held: readonly T[]): { network: Record<string, T>; parts: Record<string, T> } {
    const { parameters } = this.spec.network;
    const named = (of: readonly Parameter[], from: number) =>
      Object.fromEntries(of.map(({ name }, i) => [name, held[from + i] as T]));
    return { network: named(parameters, 0), parts: named(this.spec.parts, parameters.length) };
  }

  /** Takes weights of the network made elsewhere, by parameter name, the same for every seed. */
  load(weights: Readonly<Record<string, Float32Array>>): void {
    const { id, network, seeds } = this.spec;
    network.parameters.forEach(({ name }, i) => {
      const values = weights[name];
      if (!values) throw new Error(`${id}: the weights of ${name} are missing.`);
      (this.network.slots[i] as Slot).write(seeds.flatMap(() => Array.from(values)));
    });
  }

  /** The network's weights of the first seed by parameter name, read back. */
  async ofFirstSeed(): Promise<Record<string, Float32Array>> {
    const { network, seeds } = this.spec;
    const values = await read(this.network.slots.map((slot) => slot.tensor));
    return Object.fromEntries(
      network.parameters.map(({ name }, i) => {
        const all = values[i] as Float32Array;
        return [name, all.slice(0, all.length / seeds.length)];
      }),
    );
  }

  /** All weights of all seeds, read back or, `initial`, as they were before the first step. */
  async ofSeeds(initial: boolean): Promise<NetWeights> {
    const { network, parts, seeds } = this.spec;
    const { net } = network;
    const taken = async (group: Group, parameters: readonly Parameter[], kind: Kind) => {
      const values = initial
        ? Object.values(this.first(parameters, kind))
        : await read(group.slots.map((slot) => slot.tensor));
      return parameters.map(({ name, shape }, i) => ({ name, shape, values: values[i] as Float32Array }));
    };
    return {
      net: { ...net, knobs: withDefaults(modelById(net.model).knobs, net.knobs) },
      seeds,
      parameters: await taken(this.network, network.parameters, 'student'),
      parts: await taken(this.parts, parts, 'part'),
    };
  }
}
