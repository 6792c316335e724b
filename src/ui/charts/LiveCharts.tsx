// The curves of a run, growing while it trains: loss, accuracy, likeness to the teacher, how hard terms pull, and what the methods move.
import { useCallback, useDeferredValue, useId, useMemo, useRef, useState } from 'react';
import { LOSS, TEACHER } from '../../contract/protocol.ts';
import type { LaneView } from '../../state/lane-view.ts';
import { useApp } from '../context.ts';
import { standsFor } from '../lane-focus.ts';
import { tc } from '../messages/charts.ts';
import { t } from '../messages/messages.ts';
import { AccuracyChart } from './AccuracyChart.tsx';
import './charts.css';
import { FidelityChart } from './FidelityChart.tsx';
import { formatShare } from './format.ts';
import { LossChart } from './LossChart.tsx';
import { PullChart } from './PullChart.tsx';
import { Swatch } from './Swatch.tsx';
import { TrackedCharts } from './TrackedCharts.tsx';
import { ChartsContext, type ChartsView } from './view.ts';
import { Zooming } from './Zooming.tsx';
import type { Zoom } from './zoom.ts';

const NONE: readonly LaneView[] = [];
const SMOOTHING = { min: 0, max: 0.98, step: 0.02, start: 0.8 };

/** `extra`: curves of past runs, drawn with those of the lanes once students train. */
export function LiveCharts(props: { lanes: LaneView[]; extra?: readonly LaneView[]; totalSteps: number }) {
  const { totalSteps, extra = NONE } = props;
  const lanes = useDeferredValue(props.lanes); // a press of a button goes before a curve
  const [smoothing, setSmoothing] = useState(SMOOTHING.start);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [more, setMore] = useState(false);
  const { drawn, teacher, teaching } = useMemo(() => inPhase(lanes, extra), [lanes, extra]);
  const shown = useMemo(() => drawn.filter((lane) => !hidden.has(lane.id)), [drawn, hidden]);
  const toggle = useCallback(
    (id: string) => setHidden((now) => (now.has(id) ? without(now, id) : new Set(now).add(id))),
    [],
  );
  const view = useView(shown, teaching ? 0 : totalSteps);
  const empty = drawn.length > 0 && shown.length === 0 ? t('chart.emptyLane') : t('chart.empty');
  return (
    <ChartsContext value={view}>
      <div className="charts">
        <div className="charts-head">
          <Legend lanes={drawn} hidden={hidden} toggle={toggle} />
          <Zooming />
          <Smoothing value={smoothing} change={setSmoothing} />
        </div>
        {teaching && <p className="chart-note">{t('chart.teacherPhase')}</p>}
        {view.seeds && <p className="chart-note">{view.seeds}</p>}
        <div className="charts-grid">
          <LossChart lanes={shown} smoothing={smoothing} empty={empty} />
          <AccuracyChart lanes={shown} teacher={teacher} smoothing={smoothing} empty={empty} />
        </div>
        <details className="more-charts" onToggle={(event) => setMore(event.currentTarget.open)}>
          <summary>{t('charts.more')}</summary>
          {more && (
            <div className="charts-grid">
              <FidelityChart lanes={shown} empty={empty} />
              <PullChart lanes={shown} empty={empty} />
              <TrackedCharts lanes={shown} empty={empty} />
            </div>
          )}
        </details>
      </div>
    </ChartsContext>
  );
}

/** What the charts share. A new run is looked at whole. */
function useView(lanes: readonly LaneView[], totalSteps: number): ChartsView {
  const run = useApp((state) => state.run.run);
  const [chosen, setChosen] = useState<{ readonly run: unknown; readonly zoom: Zoom }>({ run, zoom: null });
  const at = useRef<number | null>(null);
  const zoom = chosen.run === run ? chosen.zoom : null;
  const last = Math.max(totalSteps, ...lanes.map((lane) => lane.series[LOSS]?.steps.at(-1) ?? 0));
  const counts = lanes.flatMap(({ evaluations }) => evaluations.at(-1)?.seeds.test.length ?? []);
  const n = counts.length > 0 ? Math.max(...counts) : null;
  const seeds = n === null ? null : n === 1 ? tc('seeds.one') : tc('seeds.band', { n });
  const show = useCallback((next: Zoom) => setChosen({ run, zoom: next }), [run]);
  return useMemo(() => ({ zoom, last, show, at, seeds }), [zoom, last, show, seeds]);
}

/** A teacher that trains first counts steps of its own, so it is drawn alone; afterwards it is a level to reach. */
function inPhase(lanes: readonly LaneView[], extra: readonly LaneView[]) {
  const teacher = lanes.find((lane) => lane.id === TEACHER);
  const students = lanes.filter((lane) => lane.id !== TEACHER);
  const started = students.some((lane) => (lane.series[LOSS]?.steps.length ?? 0) > 0);
  const teaching = !started && (teacher?.series[LOSS]?.steps.length ?? 0) > 0;
  return { teacher, teaching, drawn: teaching && teacher ? [teacher] : [...students, ...extra] };
}

function without(set: ReadonlySet<string>, id: string): Set<string> {
  const rest = new Set(set);
  rest.delete(id);
  return rest;
}

function Legend({
  lanes,
  hidden,
  toggle,
}: {
  lanes: readonly LaneView[];
  hidden: ReadonlySet<string>;
  toggle: (id: string) => void;
}) {
  return (
    <ul className="chart-legend" aria-label={t('chart.legend')}>
      {lanes.map(({ id, name, color, dash }) => (
        <li key={id}>
          <button type="button" aria-pressed={!hidden.has(id)} onClick={() => toggle(id)} {...standsFor(id)}>
            <Swatch color={color} dash={dash} />
            {name}
          </button>
        </li>
      ))}
    </ul>
  );
}

function Smoothing({ value, change }: { value: number; change: (value: number) => void }) {
  const id = useId();
  const { min, max, step } = SMOOTHING;
  const spoken =
    value > 0 ? t('chart.smoothingValue', { percent: formatShare(value) }) : t('chart.smoothingNone');
  return (
    <div className="chart-controls">
      <label htmlFor={id}>{t('chart.smoothing')}</label>
      <input
        id={id}
        type="range"
        min={min}
        max={max}
        step={step}
        value={value}
        aria-valuetext={spoken}
        onChange={(event) => change(Number(event.target.value))}
      />
      <output htmlFor={id}>{value > 0 ? formatShare(value) : t('chart.smoothingNone')}</output>
    </div>
  );
}
