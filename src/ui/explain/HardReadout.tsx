// The sample that is pointed at or chosen: its picture, who says what, and its numbers.
import type { LaneView } from '../../state/lane-view.ts';
import { formatNumber } from '../charts/format.ts';
import type { LookProps } from '../looks.ts';
import { words } from '../messages/messages.ts';
import { ts } from '../messages/samples.ts';
import { SamplePixels } from './SamplePixels.tsx';
import { choiceOf, type Survey } from './search.ts';
import { useResting } from './surroundings.ts';
import { className } from './told.ts';
import { usePictures } from './usePictures.ts';

/** A picture is fetched when the pointer rests. */
const REST_MS = 80;

interface HardReadoutProps extends Pick<LookProps, 'run' | 'ask'> {
  readonly survey: Survey;
  readonly index: number;
  readonly teacher: LaneView;
  readonly student: LaneView;
  readonly open: () => void;
}

export function HardReadout({ run, ask, survey, index, teacher, student, open }: HardReadoutProps) {
  const resting = useResting(index, REST_MS);
  const values = usePictures({ run, ask }, survey.set, [resting])(index);
  if (index >= survey.labels.length) return <p className="explain-note">{ts('hard.choose')}</p>;
  return (
    <div className="hard-readout">
      <div className="hard-picture">{values && <SamplePixels values={values} shape={run.shape} />}</div>
      <dl>
        {facts(survey, index, teacher, student, run.classes).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <button type="button" onClick={open}>
        {ts('hard.open')}
      </button>
    </div>
  );
}

/** Name and value, in the order they are shown and said. */
export function facts(
  survey: Survey,
  index: number,
  teacher: LaneView,
  student: LaneView,
  classes: readonly string[],
): [string, string][] {
  const chosen = (lane: LaneView) => className(classes, choiceOf(survey, lane.id, index));
  const own = survey.lanes[student.id]?.perSample ?? {};
  return [
    [
      ts('sample', { index: String(index) }),
      ts('truth', { class: className(classes, survey.labels[index]) }),
    ],
    [teacher.name, chosen(teacher)],
    [student.name, chosen(student)],
    ['H', formatNumber(survey.lanes[teacher.id]?.entropy[index] ?? Number.NaN)],
    ['KL', formatNumber(survey.lanes[student.id]?.kl?.[index] ?? Number.NaN)],
    ...Object.entries(student.method?.perSample ?? {}).map(([name, label]): [string, string] => [
      ts('order.own', { name: words(label) }),
      formatNumber(own[name]?.[index] ?? Number.NaN),
    ]),
  ];
}
