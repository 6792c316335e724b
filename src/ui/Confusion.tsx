// Which classes a lane takes for which: its last evaluation on the test set, truth in rows, prediction in columns.
import { type CSSProperties, useState } from 'react';
import type { LoadedRun } from '../contract/protocol.ts';
import type { LaneView } from '../state/lane-view.ts';
import { numbers, t } from './messages/messages.ts';
import { Scroll } from './Scroll.tsx';

export function Confusion(props: { name: string; view: LaneView | null; run: LoadedRun }) {
  const [open, setOpen] = useState(false);
  if (!props.view?.evaluations.length) return null;
  return (
    <details className="confusion" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('lane.confusion')}</summary>
      {open && <Matrix {...props} />}
    </details>
  );
}

function Matrix({ name, view, run }: { name: string; view: LaneView | null; run: LoadedRun }) {
  const { classes } = run;
  const last = view?.evaluations.at(-1);
  if (last?.test.confusion.length !== classes.length ** 2) return null;
  const { confusion, samples } = last.test;
  const about = t('lane.confusionOf', { name, step: numbers.integer(last.step), n: samples });
  const caption = run.setup.seeds === 1 ? about : t('lane.confusionMean', { caption: about });
  return (
    <Scroll className="table-scroll" label={caption}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{t('lane.confusionCorner')}</th>
            {classes.map((predicted) => (
              <th key={predicted} scope="col" className="number">
                {predicted}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {classes.map((truth, i) => {
            const row = confusion.slice(i * classes.length, (i + 1) * classes.length);
            const all = row.reduce((sum, count) => sum + count, 0) || 1;
            return (
              <tr key={truth}>
                <th scope="row">{truth}</th>
                {row.map((count, j) => (
                  <td
                    key={classes[j]}
                    className={i === j ? 'number right' : 'number'}
                    style={{ '--share': count / all } as CSSProperties}
                  >
                    {count < 100 ? numbers.significant(count) : numbers.integer(count)}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </Scroll>
  );
}
