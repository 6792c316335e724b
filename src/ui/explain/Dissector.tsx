// The loss of one lane, term by term: what each adds, how hard it pulls, and a lane that leaves it out.
import { type CSSProperties, useEffect, useState } from 'react';
import type { LanePulls } from '../../contract/questions.ts';
import { MAX_LANES } from '../../contract/setup.ts';
import type { LaneView } from '../../state/lane-view.ts';
import { useActions, useApp } from '../context.ts';
import { SelectField } from '../controls/SelectField.tsx';
import type { LookProps } from '../looks.ts';
import { tc } from '../messages/compare.ts';
import { numbers, t } from '../messages/messages.ts';
import { Scroll } from '../Scroll.tsx';
import { useUndoable } from '../undoable.ts';
import './compare.css';
import { Formula } from './Formula.tsx';
import { usePaced } from './usePaced.ts';

export function Dissector({ lanes, run, step, ask }: LookProps) {
  const { answer, failure, want } = usePaced(run, (_: number) => ask('terms', {}));
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new run is asked at the same step
  useEffect(() => want(step), [want, step, run]);
  const [wanted, setWanted] = useState('');
  const students = lanes.filter(({ method }) => method !== null);
  const lane = students.find(({ id }) => id === wanted) ?? students[1] ?? students[0];
  if (!lane?.method) return null;
  const pulls = answer?.lanes[lane.id];
  return (
    <section className="compare" aria-label={t('dissector.title')}>
      <h3>{t('dissector.title')}</h3>
      <p className="explain-note">{tc('dissector.explain')}</p>
      <div className="compare-controls">
        <SelectField
          label={tc('dissector.lane')}
          value={lane.id}
          options={students.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={setWanted}
        />
      </div>
      <Formula tex={lane.method.formula} label={tc('dissector.formula', { name: lane.name })} />
      <p className="explain-note" role="status">
        {answer &&
          tc('dissector.of', {
            step: numbers.integer(answer.step),
            n: answer.samples.labeled,
            pool: answer.samples.pool,
          })}
        {answer && !pulls && ` ${tc('dissector.none')}`}
        {!answer && !failure && tc('waiting')}
        {failure && tc('failed', { reason: failure })}
      </p>
      <Terms lane={lane} pulls={pulls} />
    </section>
  );
}

function Terms({ lane, pulls }: { lane: LaneView; pulls: LanePulls | undefined }) {
  const draft = useApp((state) => state.draft);
  const applied = useApp((state) => state.applied);
  const { copyLane } = useActions();
  const { removeLane } = useUndoable();
  const place = Number(lane.id.replace('lane-', ''));
  const key = applied?.keys[place] ?? -1;
  const spec = applied?.setup.lanes[place];
  const here = draft.keys.indexOf(key);
  const terms = lane.method?.terms ?? [];
  const left = spec?.without ?? [];
  /** The place of a lane that was copied from this one for this; −1 where there is none. */
  const opened = (without: readonly string[]) =>
    draft.setup.lanes.findIndex(
      (other) =>
        other.from === here && [...(other.without ?? [])].sort().join() === [...without].sort().join(),
    );
  const refusal = (): string | null => {
    if (left.length + 1 >= terms.length) return tc('dissector.onlyOne');
    if (place === 0) return tc('dissector.alone');
    if (here < 0) return tc('dissector.gone');
    return draft.setup.lanes.length >= MAX_LANES ? tc('dissector.full', { most: MAX_LANES }) : null;
  };
  const caption = tc('dissector.table', { name: lane.name });
  return (
    <Scroll className="table-scroll" label={caption}>
      <table className="dissector">
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{tc('dissector.term')}</th>
            {(['value', 'norm', 'share'] as const).map((name) => (
              <th key={name} scope="col" className="number">
                {tc(`dissector.${name}`)}
              </th>
            ))}
            <th scope="col">{tc('dissector.ablation')}</th>
          </tr>
        </thead>
        <tbody>
          {terms.map((term) => {
            const pull = pulls?.terms[term];
            const out = left.includes(term);
            const other = out ? -1 : opened([...left, term]);
            const why = out || other >= 0 ? null : refusal();
            return (
              <tr key={term}>
                <th scope="row">{term}</th>
                <td className="number">
                  {numbers.significant(pull?.value ?? lane.series[`term.${term}`]?.values.at(-1))}
                </td>
                <td className="number">{out ? numbers.integer(0) : numbers.significant(pull?.norm)}</td>
                <td className="number">
                  <span className="bar" aria-hidden="true">
                    <span
                      style={
                        { width: `${100 * (pull?.share ?? 0)}%`, background: lane.color } as CSSProperties
                      }
                    />
                  </span>
                  {out ? numbers.percent(0) : numbers.percent(pull?.share)}
                </td>
                <td>
                  {out ? (
                    tc('dissector.left')
                  ) : (
                    <>
                      <button
                        type="button"
                        aria-pressed={other >= 0}
                        disabled={why !== null}
                        onClick={() =>
                          other >= 0
                            ? removeLane(draft.keys[other] as number, tc('dissector.without', { term }))
                            : copyLane(key, { without: [...left, term] })
                        }
                      >
                        {tc('dissector.without', { term })}
                      </button>{' '}
                      {(why || other >= 0) && <small>{why ?? tc('dissector.opened')}</small>}
                    </>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Scroll>
  );
}
