// A last layer that one network has from another: it is read where it lies and never trained on.
import type { Network } from '../nn/network.ts';
import type { Lane } from './lane.ts';
import type { StagePlan } from './plan.ts';

/** What models call the parameters of their last layer. */
export const HEAD = { weight: 'head.weight', bias: 'head.bias' } as const;
const isHead = (name: string): boolean => name === HEAD.weight || name === HEAD.bias;

/** Numbers a sample that go into a network's last layer. */
export function featuresOf({ stages }: Network): number {
  return stages.at(-1)?.input.at(-1) ?? 0;
}

/** A network whose last layer is that of a lane that has trained. Both have the same seeds. */
export function borrowing(network: Network, from: Lane): Network {
  return {
    ...network,
    parameters: network.parameters.filter(({ name }) => !isHead(name)),
    apply: (params, x, chance) => {
      const { head } = from;
      if (!head) throw new Error(`${from.id} has no last layer of its own to give.`);
      return network.apply({ ...params, [HEAD.weight]: head.weight, [HEAD.bias]: head.bias }, x, chance);
    },
  };
}

/** Refuses a last layer that does not fit, with both shapes. */
export function checkHeads(plans: readonly StagePlan[]): void {
  for (const plan of plans) {
    const from = plans.find(({ name }) => name === plan.head);
    if (!from) continue;
    const shape = ({ network }: StagePlan) =>
      network.parameters.find(({ name }) => name === HEAD.weight)?.shape.join('×');
    if (shape(from) !== shape(plan)) {
      throw new Error(
        `${plan.title.en} would take over the last layer of ${from.title.en}, which is ${shape(from)}; its own is ${shape(plan)}.`,
      );
    }
  }
}
