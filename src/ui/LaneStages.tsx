// The networks that train for a lane before its student: how large each is, and what has become of it.
import { orderOf } from '../contract/phases.ts';
import type { LaneId, LoadedRun } from '../contract/protocol.ts';
import { stepsOf } from '../state/epochs.ts';
import type { RunState } from '../state/run.ts';
import { useApp } from './context.ts';
import { numbers, t, words } from './messages/messages.ts';

export function LaneStages({ run, id, name }: { run: LoadedRun; id: LaneId; name: string }) {
  const networks = run.stages?.networks.filter(({ lane }) => lane === id) ?? [];
  if (networks.length === 0) return null;
  return (
    <ul className="lane-stages" aria-label={t('lane.stages', { name })}>
      {networks.map((network) => (
        <li key={network.id}>
          <strong>{words(network.title)}:</strong>{' '}
          {t('lane.stage.parameters', { n: network.size.parameters })},{' '}
          <Standing network={network} run={run} />
        </li>
      ))}
    </ul>
  );
}

type Network = NonNullable<LoadedRun['stages']>['networks'][number];

function Standing({ network, run }: { network: Network; run: LoadedRun }) {
  return useApp((state) => standing(state.run, network, run));
}

function standing({ phase, step, lanes }: RunState, { id, phase: own }: Network, run: LoadedRun): string {
  const lane = lanes[id];
  if (lane?.stopped) return t('lane.stage.stopped');
  if (own === phase)
    return t('lane.stage.trains', { step: numbers.integer(step), total: numbers.integer(stepsOf(run, own)) });
  const last = lane?.evaluations.at(-1);
  if (orderOf(own) > orderOf(phase) || !last) return t('lane.stage.waits');
  return t('lane.stage.done', { accuracy: numbers.percent(last.test.accuracy) });
}
