// What each term of a loss has of the pull at its student: all terms of one lane, or one term of all lanes.
import { memo, useId, useMemo, useState } from 'react';
import type { LaneView } from '../../state/lane-view.ts';
import { tc } from '../messages/charts.ts';
import { numbers } from '../messages/messages.ts';
import { ChartCard } from './ChartCard.tsx';
import { formatShare } from './format.ts';
import { curvesOfLane, curvesOfTerm } from './pull-curves.ts';
import type { Curve } from './rows.ts';
import { Swatch } from './Swatch.tsx';
import { type Pulls, usePulls } from './usePulls.ts';
import { useSteady } from './useSteady.ts';

export const PullChart = memo(function PullChart(props: { lanes: readonly LaneView[]; empty: string }) {
  const { lanes, empty } = props;
  const pulls = usePulls();
  const [wanted, setWanted] = useState('');
  const choices = useMemo(() => choicesAmong(lanes), [lanes]);
  const chosen = choices.find(({ key }) => key === wanted) ?? choices[0];
  const curves = useMemo(() => {
    if (!chosen) return [];
    return chosen.lane
      ? curvesOfLane(pulls.history, chosen.lane)
      : curvesOfTerm(pulls.history, lanes, chosen.name);
  }, [chosen, pulls.history, lanes]);
  const id = useId();
  const group = (ofLanes: boolean) =>
    choices
      .filter(({ lane }) => Boolean(lane) === ofLanes)
      .map(({ key, name }) => (
        <option key={key} value={key}>
          {name}
        </option>
      ));
  return (
    <ChartCard
      title={tc('pull.title')}
      unit={tc('pull.unit')}
      curves={useSteady(curves)}
      share
      format={numbers.percent}
      tick={formatShare}
      empty={pulls.failure ?? empty}
      note={<Notes pulls={pulls} lane={chosen?.lane ?? null} curves={curves} />}
      controls={
        <>
          <label className="visually-hidden" htmlFor={id}>
            {tc('pull.show')}
          </label>
          <select
            className="input"
            id={id}
            value={chosen?.key ?? ''}
            onChange={(event) => setWanted(event.target.value)}
          >
            <optgroup label={tc('pull.ofLane')}>{group(true)}</optgroup>
            <optgroup label={tc('pull.ofTerm')}>{group(false)}</optgroup>
          </select>
        </>
      }
    />
  );
});

interface Choice {
  readonly key: string;
  readonly name: string;
  /** Null where one term of all lanes is shown. */
  readonly lane: LaneView | null;
}

/** Lanes first, those with several terms before the others: there is something to compare. */
function choicesAmong(lanes: readonly LaneView[]): Choice[] {
  const count = (lane: LaneView) => lane.method?.terms.length ?? 0;
  const several = [...lanes].sort((a, b) => Number(count(b) > 1) - Number(count(a) > 1));
  const terms = [...new Set(lanes.flatMap((lane) => lane.method?.terms ?? []))];
  return [
    ...several.map((lane) => ({ key: lane.id, name: lane.name, lane })),
    ...terms.map((term) => ({ key: `term/${term}`, name: term, lane: null })),
  ];
}

/** Which line is which term, whether terms pull against each other now, and on what that was measured. */
function Notes(props: { pulls: Pulls; lane: LaneView | null; curves: readonly Curve[] }) {
  const { pulls, lane, curves } = props;
  if (!pulls.last) return null;
  const { labeled, pool } = pulls.last.samples;
  const cosines = (lane && pulls.last.lanes[lane.id]?.cosines) || [];
  return (
    <>
      {lane &&
        curves.map(({ id, name, color, dash }) => (
          <span key={id} className="chart-name">
            <Swatch color={color} dash={dash} /> {name}
          </span>
        ))}
      {cosines.map(({ between: [a, b], cosine }) => (
        <span key={`${a} ${b}`}>
          {tc('pull.cosine', { a, b, cosine: cosine.toFixed(2) })}{' '}
          {tc(cosine < -0.1 ? 'pull.against' : cosine > 0.1 ? 'pull.along' : 'pull.across')}{' '}
        </span>
      ))}
      {tc('pull.samples', { labeled, pool })}
    </>
  );
}
