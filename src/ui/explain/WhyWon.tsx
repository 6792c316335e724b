// Why did this student win? The samples on which two networks differ, counted, tested and shown.
import { useMemo, useState } from 'react';
import { TEACHER } from '../../contract/protocol.ts';
import type { LaneView } from '../../state/lane-view.ts';
import { SelectField } from '../controls/SelectField.tsx';
import type { LookProps } from '../looks.ts';
import { t, words } from '../messages/messages.ts';
import { ts } from '../messages/samples.ts';
import { changeDesk, onlyIn, useDesk } from './desk.ts';
import './explain.css';
import { OnlySubset } from './SampleFinder.tsx';
import { SetField } from './SampleSearch.tsx';
import './samples.css';
import { SampleStrip } from './SampleStrip.tsx';
import { SurveyNote } from './SurveyNote.tsx';
import { tellSample } from './told.ts';
import { useSurvey } from './useSurvey.ts';
import { WhyClasses } from './WhyClasses.tsx';
import { WhyCounts } from './WhyCounts.tsx';
import { contrast, orderSides, SIDES } from './why.ts';

export function WhyWon({ lanes, run, step, ask, show }: LookProps) {
  const desk = useDesk(run);
  const { set, index: chosen } = desk.chosen;
  const { survey, failure } = useSurvey({ run, step, ask }, set);
  const [wanted, setWanted] = useState(() => rivals(lanes));
  const [order, setOrder] = useState('number');
  const of = (id: string, other: number) => lanes.find((lane) => lane.id === id) ?? lanes.at(other);
  const [a, b] = [of(wanted.a, -1), of(wanted.b, 0)];
  const [aId, bId] = [a?.id ?? '', b?.id ?? ''];
  const within = useMemo(() => onlyIn(desk, set), [desk, set]);
  const found = useMemo(
    () => survey && orderSides(survey, contrast(survey, aId, bId, within), aId, bId, order),
    [survey, aId, bId, within, order],
  );
  if (!a || !b) return null;
  const networks = lanes.map(({ id, name }) => ({ value: id, label: name }));
  const own = [a, b].flatMap(({ id, name, method }) =>
    Object.entries(method?.perSample ?? {}).map(([key, label]) => ({
      value: `${id} ${key}`,
      label: ts('why.order.own', { name: words(label), lane: name }),
    })),
  );
  const orders = [
    ...(['number', 'teacher', 'kl'] as const).map((value) => ({ value, label: ts(`why.order.${value}`) })),
    ...own,
  ];
  const choose = (index: number) => {
    changeDesk(run, { chosen: { set, index } });
    show('sample');
  };
  return (
    <section className="why" aria-label={t('why.title')}>
      <h3>{t('why.title')}</h3>
      <p className="explain-note">{ts('why.explain')}</p>
      <div className="samples-controls">
        <SelectField
          label={ts('why.a')}
          value={a.id}
          options={networks}
          onChange={(id) => setWanted({ a: id, b: b.id })}
        />
        <SelectField
          label={ts('why.b')}
          value={b.id}
          options={networks}
          onChange={(id) => setWanted({ a: a.id, b: id })}
        />
        <SetField set={set} change={(other) => changeDesk(run, { chosen: { set: other, index: 0 } })} />
        <SelectField
          label={ts('why.order')}
          value={orders.some(({ value }) => value === order) ? order : 'number'}
          options={orders}
          onChange={setOrder}
        />
      </div>
      <OnlySubset run={run} set={set} />
      <SurveyNote survey={survey} failure={failure} run={run} found={null} />
      {a.id === b.id && <p className="explain-note">{ts('why.same')}</p>}
      {survey && found && a.id !== b.id && (
        <>
          <WhyCounts contrast={found} step={survey.step} />
          {SIDES.map((side) => (
            <section key={side} className="why-side" aria-label={ts(`why.side.${side}`)}>
              <h4>
                {ts(`why.side.${side}`)} ({found[side].length})
              </h4>
              {found[side].length === 0 ? (
                <p className="explain-note">{ts('why.noSide')}</p>
              ) : (
                <SampleStrip
                  {...{ run, ask, set, chosen, choose }}
                  label={ts(`why.side.${side}`)}
                  indices={found[side]}
                  tell={(index) => tellSample(survey, index, [a, b], run.classes)}
                />
              )}
            </section>
          ))}
          <WhyClasses survey={survey} contrast={found} within={within} classes={run.classes} />
        </>
      )}
    </section>
  );
}

/** The student that is best on the test set now, and the first beside it. */
function rivals(lanes: readonly LaneView[]): { a: string; b: string } {
  const accuracy = (lane: LaneView) => lane.evaluations.at(-1)?.test.accuracy ?? 0;
  const [first, ...others] = lanes.filter(({ id }) => id !== TEACHER);
  const best = others.reduce(
    (top, lane) => (accuracy(lane) > accuracy(top) ? lane : top),
    others[0] as LaneView,
  );
  const [a, b] = first && accuracy(first) > accuracy(best) ? [first, best] : [best, first];
  return { a: a?.id ?? '', b: b?.id ?? '' };
}
