// Which classes a lane takes for which: its last evaluation on the test set, truth in rows, prediction in columns.
import { type CSSProperties, useState } from 'react';
import type { LoadedRun } from '../contract/protocol.ts';
import type { LaneView } from '../state/lane-view.ts';
import { numbers, t } from './messages/messages.ts';
import { mostConfused } from './most-confused.ts';
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

/** Of more classes those are shown that are confused most. */
const MOST_CLASSES = 40;

interface ConfusionTableProps {
  readonly caption: string;
  /** Row-major [classes, classes]. */
  readonly cells: readonly number[];
  readonly classes: readonly string[];
  /** Whether they are differences: with a sign, and coloured for more and less. */
  readonly signed?: boolean;
}

export function ConfusionTable({ caption, cells, classes, signed = false }: ConfusionTableProps) {
  const shown = mostConfused(cells, classes.length, MOST_CLASSES);
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
                {classes[predicted]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((truth) => {
            const row = cells.slice(truth * classes.length, (truth + 1) * classes.length);
            const all = signed ? most : row.reduce((sum, count) => sum + count, 0) || 1;
            return (
              <tr key={truth}>
                <th scope="row">{classes[truth]}</th>
                {shown.map((predicted) => {
                  const count = row[predicted] ?? 0;
                  return (
                    <td
                      key={predicted}
                      className={`number${truth === predicted ? ' right' : ''}${signed ? (count > 0 ? ' more' : ' less') : ''}`}
                      style={{ '--share': Math.abs(count) / all } as CSSProperties}
                    >
                      {say(count)}
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </Scroll>
  );
}
