// The map of hard samples with its legend, and beside it the sample that is pointed at or chosen.
import { useCallback, useMemo, useState } from 'react';
import type { LaneView } from '../../state/lane-view.ts';
import { formatNumber } from '../charts/format.ts';
import type { LookProps } from '../looks.ts';
import { ts } from '../messages/samples.ts';
import { changeDesk, useDesk } from './desk.ts';
import { HardLegend } from './HardLegend.tsx';
import { HardPlot } from './HardPlot.tsx';
import { facts, HardReadout } from './HardReadout.tsx';
import { FLOOR } from './hard-plane.ts';
import type { HardView } from './hard-view.ts';
import type { Survey } from './search.ts';

interface HardFigureProps extends Pick<LookProps, 'run' | 'ask' | 'show'> {
  readonly survey: Survey;
  readonly view: HardView;
  readonly teacher: LaneView;
  readonly student: LaneView;
  readonly log: boolean;
  readonly colorName: string | null;
  readonly take: (indices: readonly number[]) => void;
}

export function HardFigure(props: HardFigureProps) {
  const { run, ask, show, survey, view, teacher, student, log, colorName, take } = props;
  const { chosen, subset } = useDesk(run);
  const [hovered, hover] = useState<number | null>(null);
  const [fingers, setFingers] = useState(false);
  /** The sample that the keys went to, which is to be said. */
  const [walked, setWalked] = useState<number | null>(null);
  const { set } = survey;
  const low = log && [...view.xs, ...view.ys].some((value) => value < FLOOR);
  const choose = useCallback(
    (index: number, by: 'pointer' | 'keys') => {
      changeDesk(run, { chosen: { set, index } });
      setWalked(by === 'keys' ? index : null);
    },
    [run, set],
  );
  const open = useCallback(() => show('sample'), [show]);
  const members = useMemo(() => (subset?.set === set ? new Set(subset.indices) : null), [subset, set]);
  const told = (index: number) =>
    facts(survey, index, teacher, student, run.classes).map(([name, value]) =>
      ts('hard.of', { name, value }),
    );
  return (
    <div className="hard-figure">
      <div className="hard-left">
        <HardLegend name={colorName} range={view.range} />
        <HardPlot
          {...{ view, log, members, hovered, hover, choose, open, fingers }}
          student={student.name}
          chosen={chosen.index}
          encircle={take}
        />
        <p className="visually-hidden" aria-live="polite">
          {walked !== null && told(walked).join(', ')}
        </p>
        <div className="hard-tools">
          <button
            type="button"
            aria-pressed={fingers}
            title={ts('hard.lassoHint')}
            onClick={() => setFingers(!fingers)}
          >
            {ts('hard.lasso')}
          </button>
          {low && <small>{ts('hard.floor', { floor: formatNumber(FLOOR) })}</small>}
        </div>
      </div>
      <HardReadout {...{ run, ask, survey, teacher, student, open }} index={hovered ?? chosen.index} />
    </div>
  );
}
