// The hard-sample map: where a sample is hard to learn (the teacher is unsure) or hard to mimic (the student is far), and
// what weight the method gives it, while it trains.
import { useCallback, useMemo, useState } from 'react';
import { TEACHER } from '../../contract/protocol.ts';
import type { LaneView } from '../../state/lane-view.ts';
import { SelectField } from '../controls/SelectField.tsx';
import { SwitchField } from '../controls/SwitchField.tsx';
import type { LookProps } from '../looks.ts';
import { t, words } from '../messages/messages.ts';
import { ts } from '../messages/samples.ts';
import { changeDesk, useDesk } from './desk.ts';
import './explain.css';
import { HardFigure } from './HardFigure.tsx';
import { HardQuarters } from './HardQuarters.tsx';
import { HardThresholds } from './HardThresholds.tsx';
import { BY_RIGHT, hardView } from './hard-view.ts';
import { SetField } from './SampleSearch.tsx';
import { SampleSubset } from './SampleSubset.tsx';
import './samples.css';
import { SurveyNote } from './SurveyNote.tsx';
import { useSurvey } from './useSurvey.ts';

const WEIGHT = 'weight';

export function HardMap({ lanes, run, step, ask, show }: LookProps) {
  const { set } = useDesk(run).chosen;
  const { survey, failure } = useSurvey({ run, step, ask }, set);
  const [wanted, setStudent] = useState<string | null>(null);
  const [wantedColor, setColor] = useState<string | null>(null);
  const [log, setLog] = useState(true);
  const teacher = lanes.find(({ id }) => id === TEACHER);
  const student = lanes.find(({ id }) => id === wanted) ?? mostTelling(lanes);
  const studentId = student?.id ?? '';
  const own = student?.method?.perSample ?? {};
  const color =
    wantedColor !== null && (own[wantedColor] || wantedColor === BY_RIGHT)
      ? wantedColor
      : own[WEIGHT]
        ? WEIGHT
        : BY_RIGHT;
  const colorName = own[color] ? words(own[color]) : null;
  const view = useMemo(
    () => (survey ? hardView(survey, studentId, color) : null),
    [survey, studentId, color],
  );
  const take = useCallback(
    (indices: readonly number[]) => {
      if (indices.length > 0) changeDesk(run, { subset: { set, indices } });
    },
    [run, set],
  );
  if (!student || !teacher) return null;
  return (
    <section className="hard" aria-label={t('hard.title')}>
      <h3>{t('hard.title')}</h3>
      <p className="explain-note">{ts('hard.explain')}</p>
      <div className="samples-controls">
        <SetField set={set} change={(other) => changeDesk(run, { chosen: { set: other, index: 0 } })} />
        <SelectField
          label={ts('hard.student')}
          value={student.id}
          options={lanes
            .filter(({ id }) => id !== TEACHER)
            .map(({ id, name }) => ({ value: id, label: name }))}
          onChange={setStudent}
        />
        <SelectField
          label={ts('hard.color')}
          value={color}
          options={[
            ...Object.entries(own).map(([name, label]) => ({ value: name, label: words(label) })),
            { value: BY_RIGHT, label: ts('hard.byRight') },
          ]}
          onChange={setColor}
        />
        <SwitchField label={ts('hard.log')} hint={undefined} value={log} change={setLog} />
      </div>
      {!own[WEIGHT] && <p className="explain-note">{ts('hard.noWeight', { lane: student.name })}</p>}
      <SurveyNote survey={survey} failure={failure} run={run} found={survey?.labels.length ?? null} />
      {survey && view && (
        <>
          <HardFigure {...{ run, ask, show, survey, view, teacher, student, log, colorName, take }} />
          <HardThresholds view={view} take={take} />
          <SampleSubset {...{ run, lanes, ask, show, survey }} />
          <HardQuarters {...{ survey, view, teacher, student, colorName }} />
        </>
      )}
    </section>
  );
}

/** The first student whose method weighs samples, else the last. */
const mostTelling = (lanes: readonly LaneView[]): LaneView | undefined =>
  lanes.find(({ method }) => method?.perSample[WEIGHT]) ?? lanes.at(-1);
