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
  return <ConfusionTable caption={caption} cells={confusion} classes={classes} />;
}

/** More classes do not fit a screen; the first of them are shown. */
const MOST_CLASSES = 26;

interface ConfusionTableProps {
  readonly caption: string;
  /** Row-major [classes, classes]. */
  readonly cells: readonly number[];
  readonly classes: readonly string[];
  /** Whether they are differences: with a sign, and coloured for more and less. */
  readonly signed?: boolean;
}

export function ConfusionTable({ caption, cells, classes, signed = false }: ConfusionTableProps) {
  const shown = classes.slice(0, MOST_CLASSES);
  const most = Math.max(1, ...cells.map(Math.abs));
  const say = (count: number) => {
    const size =
      Math.abs(count) < 100 ? numbers.significant(Math.abs(count)) : numbers.integer(Math.abs(count));
    return signed && count !== 0 ? `${count > 0 ? '+' : '−'}${size}` : size;
  };
  return (
    <Scroll className="table-scroll confusion" label={caption}>
      <table className="confusion-cells">
        <caption>
          {caption}
          {shown.length < classes.length &&
            ` (${t('lane.confusionPart', { shown: shown.length, all: classes.length })})`}
        </caption>
        <thead>
          <tr>
            <th scope="col">{t('lane.confusionCorner')}</th>
            {shown.map((predicted) => (
              <th key={predicted} scope="col" className="number">
                {predicted}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((truth, i) => {
            const row = cells.slice(i * classes.length, (i + 1) * classes.length);
            const all = signed ? most : row.reduce((sum, count) => sum + count, 0) || 1;
            return (
              <tr key={truth}>
                <th scope="row">{truth}</th>
                {row.slice(0, shown.length).map((count, j) => (
                  <td
                    key={classes[j]}
                    className={`number${i === j ? ' right' : ''}${signed ? (count > 0 ? ' more' : ' less') : ''}`}
                    style={{ '--share': Math.abs(count) / all } as CSSProperties}
                  >
                    {say(count)}
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
