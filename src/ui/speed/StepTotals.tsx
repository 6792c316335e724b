// The step as a whole beside the sum of its kernels.
import type { StepProfile } from '../../contract/protocol.ts';
import { numbers, t } from '../messages/messages.ts';

export function StepTotals({ profile }: { profile: StepProfile }) {
  const { kernels, stepMs, hostMs, depth, stepsPerSubmit, clock } = profile;
  const sum = kernels.reduce((all, { ms }) => all + ms, 0);
  const dispatches = kernels.reduce((all, kernel) => all + kernel.dispatches, 0);
  const inMs = (ms: number) => t('kernels.ms', { ms: numbers.significant(ms) });
  const rows = [
    [t('kernels.step'), inMs(stepMs)],
    [
      t('kernels.sum'),
      t('kernels.sumValue', { ms: numbers.significant(sum), share: numbers.percentWhole(sum / stepMs) }),
    ],
    [t('kernels.host'), inMs(hostMs)],
    [t('kernels.dispatches'), t('kernels.dispatchesValue', { n: dispatches, depth })],
    [t('kernels.submit'), numbers.integer(stepsPerSubmit)],
    [t('kernels.clock'), t(`kernels.clock.${clock}`)],
  ];
  return (
    <dl className="step-totals">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
