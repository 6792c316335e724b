// What the sweeps found, as text and as panels of a chart.
import type { Panel } from './chart.ts';
import type { LongRun, Sweep } from './sweep.ts';
import { columns, ms } from './table.ts';

/** Noise that a cost may have and still be called proportional. */
const SLACK = 1.15;

/** One line a series: how often more of it costs how often as much time. */
export function growthText(sweeps: readonly Sweep[]): string {
  const lines = sweeps.flatMap(({ what, series }) =>
    series.map(({ name, points }) => {
      const [first, last] = [points[0], points.at(-1)];
      if (!first || !last) throw new Error(`${what}, ${name}: nothing was measured.`);
      const [more, longer] = [last.x / first.x, last.msPerStep / first.msPerStep];
      return [
        what,
        name,
        points.map(({ x, msPerStep }) => `${x}: ${ms(msPerStep)}`).join(', '),
        `${more.toFixed(0)}× costs ${longer.toFixed(1)}×`,
        longer <= more * SLACK ? 'linear or better' : 'WORSE THAN LINEAR',
      ];
    }),
  );
  return columns([['growing', 'network', 'ms a step', '', ''], ...lines], 5);
}

const MIB = 2 ** 20;
const mib = (bytes: number | null): string => (bytes === null ? '–' : (bytes / MIB).toFixed(2));

/** A long run: speed and memory on the way. */
export function longRunText({ before, milestones }: LongRun): string {
  const head = ['step', 'ms a step', 'MiB on the GPU', 'MiB of JavaScript'];
  return columns(
    [
      head,
      ['0', '–', mib(before.gpuBytes), mib(before.heapBytes)],
      ...milestones.map((m) => [String(m.step), ms(m.msPerStep), mib(m.gpuBytes), mib(m.heapBytes)]),
    ],
    0,
  );
}

/** The panels of the chart; y is milliseconds a step. */
export function panelsOf(sweeps: readonly Sweep[], long: LongRun): Panel[] {
  const overSteps: Panel = {
    title: 'steps taken',
    proportional: false,
    series: [
      {
        name: 'spirals-mlp',
        points: long.milestones.map(({ step, msPerStep }) => ({ x: step, y: msPerStep })),
      },
    ],
  };
  const others = sweeps.map(({ what, series }) => ({
    title: what,
    proportional: true,
    series: series.map(({ name, points }) => ({
      name,
      points: points.map(({ x, msPerStep }) => ({ x, y: msPerStep })),
    })),
  }));
  return [overSteps, ...others];
}
