// The subset that was made: how many, how each network does on it, of which classes, and its pictures.
import { useId } from 'react';
import type { LaneView } from '../../state/lane-view.ts';
import type { LookProps } from '../looks.ts';
import { numbers } from '../messages/messages.ts';
import { ts } from '../messages/samples.ts';
import { Scroll } from '../Scroll.tsx';
import { changeDesk, type Subset, useDesk } from './desk.ts';
import { meanOf } from './hard-view.ts';
import { SampleStrip } from './SampleStrip.tsx';
import { isRight, type Survey } from './search.ts';
import { className, tellSample } from './told.ts';

interface SampleSubsetProps extends Pick<LookProps, 'run' | 'lanes' | 'ask' | 'show'> {
  readonly survey: Survey;
}

export function SampleSubset({ run, lanes, ask, show, survey }: SampleSubsetProps) {
  const { subset, chosen } = useDesk(run);
  const id = useId();
  if (!subset) return null;
  const clear = () => changeDesk(run, { subset: null, only: false });
  if (subset.set !== survey.set) {
    return (
      <p className="explain-note">
        {ts('subset.elsewhere', { set: ts(`set.${subset.set}`) })}{' '}
        <button type="button" onClick={clear}>
          {ts('subset.clear')}
        </button>
      </p>
    );
  }
  const only = (look: string) => {
    changeDesk(run, { only: true });
    show(look);
  };
  const { set, indices } = subset;
  return (
    <section className="subset" aria-labelledby={id}>
      <h4 id={id}>{ts('subset.title', { n: indices.length })}</h4>
      <div className="buttons">
        <button type="button" onClick={() => only('sample')}>
          {ts('subset.viewer')}
        </button>
        {lanes.length > 2 && (
          <button type="button" onClick={() => only('why')}>
            {ts('subset.why')}
          </button>
        )}
        <button type="button" onClick={clear}>
          {ts('subset.clear')}
        </button>
      </div>
      <Scores survey={survey} subset={subset} lanes={lanes} />
      <p>
        {ts('subset.classes')}: {classCounts(survey, subset, run.classes).join(', ')}
      </p>
      <SampleStrip
        {...{ run, ask, set, indices }}
        label={ts('subset.title', { n: indices.length })}
        chosen={chosen.set === set ? chosen.index : null}
        choose={(index) => changeDesk(run, { chosen: { set, index } })}
        tell={(index) => tellSample(survey, index, lanes, run.classes)}
      />
    </section>
  );
}

function Scores({ survey, subset, lanes }: { survey: Survey; subset: Subset; lanes: readonly LaneView[] }) {
  const caption = ts('subset.table');
  const { indices } = subset;
  return (
    <Scroll className="table-scroll samples-table" label={caption}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{ts('subset.network')}</th>
            {(['subset.right', 'subset.accuracy', 'subset.weight'] as const).map((name) => (
              <th key={name} scope="col" className="number">
                {ts(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lanes.map(({ id, name }) => {
            const right = indices.filter((i) => isRight(survey, id, i)).length;
            const weight = survey.lanes[id]?.perSample.weight;
            return (
              <tr key={id}>
                <th scope="row">{name}</th>
                <td className="number">{numbers.integer(right)}</td>
                <td className="number">{numbers.percent(right / indices.length)}</td>
                <td className="number">
                  {weight ? numbers.significant(meanOf(weight, indices)) : ts('none')}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Scroll>
  );
}

/** Classes that are in it, with how many. */
function classCounts(survey: Survey, { indices }: Subset, classes: readonly string[]): string[] {
  const counts = new Map<number, number>();
  for (const i of indices) {
    const label = survey.labels[i] as number;
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a], [b]) => a - b)
    .map(([label, n]) => ts('subset.class', { class: className(classes, label), n }));
}
