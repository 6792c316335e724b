// The table by which the page picks its engine where there is no GPU (train/engine-speeds.json): our step on several
// networks, on the software adapter and on WebAssembly.
import type { KnobValue } from '../contract/cards.ts';
import { buildNetwork } from '../nn/network.ts';
import { macsOf, type Speed } from '../train/faster-engine.ts';
import type { EngineId } from './engines.ts';
import type { Row } from './report.ts';
import { makeWorkload, type WorkloadSpec } from './workload.ts';
import { workloads } from './workloads.ts';

export const SPEED_ENGINES: readonly EngineId[] = ['ours-captured', 'ours-wasm'];

const KD = { T: 4, alpha: 0.9 };
const common = { classes: 10, samples: 512, seeds: 1 };
const mlp = (id: string, widths: number[], features: number, batch: number, lanes: number): WorkloadSpec => ({
  ...common,
  id,
  title: id,
  shape: [features],
  batch,
  net: { model: 'mlp', widths, knobs: {} },
  lanes: Array.from({ length: lanes }, () => KD),
});
const cnn = (
  id: string,
  widths: number[],
  knobs: Record<string, KnobValue>,
  batch: number,
): WorkloadSpec => ({
  ...common,
  id,
  title: id,
  shape: [28, 28, 1],
  batch,
  net: { model: 'cnn', widths, knobs },
  lanes: [KD],
});

/** Runs from small to large, of each model. */
export const SPEED_PLANS: readonly WorkloadSpec[] = [
  mlp('mlp-8-lane', [8, 8], 2, 64, 1),
  mlp('mlp-16-lanes', [16], 64, 64, 4),
  ...workloads(true, true),
  mlp('mlp-128-lanes', [128, 128], 784, 128, 4),
  cnn('cnn-4', [4], { downsample: 'pool' }, 16),
  cnn('cnn-8-16', [8, 16], { downsample: 'pool' }, 32),
  cnn('cnn-16-32', [16, 32], { downsample: 'pool', norm: 'group' }, 32),
];

/** A row of the table for each plan. Throws a sentence where one was not timed. */
export function speedsOf(rows: readonly Row[]): Speed[] {
  return SPEED_PLANS.map((plan) => {
    const ms = (engine: EngineId) => {
      const row = rows.find((r) => r.workload === plan.id && r.engine === engine);
      if (row?.state !== 'checked' || row.msPerStep === null)
        throw new Error(`${plan.id} was not timed with ${engine}: ${row?.note ?? 'it is missing'}`);
      return Number(row.msPerStep.toPrecision(3));
    };
    const { setup } = makeWorkload(plan);
    const network = buildNetwork(plan.net, plan.shape, plan.classes);
    return {
      model: plan.net.model,
      macs: macsOf(setup, network, network),
      webgpu: ms('ours-captured'),
      wasm: ms('ours-wasm'),
    };
  });
}
