// Teacher's and students' probabilities side by side, one row a class; below, what they chose, how spread they
// are, and the numbers a method gives this sample.
import { type CSSProperties, memo, useMemo } from 'react';
import type { Words } from '../../contract/cards.ts';
import type { Answer } from '../../contract/questions.ts';
import type { LaneView } from '../../state/lane-view.ts';
import { formatNumber, formatProbability } from '../charts/format.ts';
import { Swatch } from '../charts/Swatch.tsx';
import { t, words } from '../messages/messages.ts';
import { Scroll } from '../Scroll.tsx';
import { argmax, entropy, softmax } from './softmax.ts';

interface ProbabilityTableProps {
  sample: Answer<'sample'>;
  lanes: readonly LaneView[];
  classes: readonly string[];
  temperature: number;
  /** Another sample has been asked for. */
  busy: boolean;
}

export const ProbabilityTable = memo(function ProbabilityTable({
  sample,
  lanes,
  classes,
  temperature,
  busy,
}: ProbabilityTableProps) {
  const columns = useMemo(
    () =>
      lanes.flatMap((lane) => {
        const logits = sample.logits[lane.id];
        return logits ? [{ lane, p: softmax(logits, temperature) }] : [];
      }),
    [lanes, sample, temperature],
  );
  const caption = t('sample.table', { temperature });
  return (
    <Scroll className="sample-scroll" label={caption}>
      <table aria-busy={busy} style={{ '--lanes': columns.length } as CSSProperties}>
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{t('sample.class')}</th>
            {columns.map(({ lane }) => (
              <th scope="col" key={lane.id}>
                <Swatch color={lane.color} dash={lane.dash} />
                <span>{lane.name}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {classes.map((name, k) => (
            <tr key={name} className={k === sample.label ? 'sample-true' : undefined}>
              <th scope="row">
                {name}
                {k === sample.label && <small> {t('sample.truthMark')}</small>}
              </th>
              {columns.map(({ lane, p }) => (
                <Bar key={lane.id} p={p[k] ?? Number.NaN} color={lane.color} />
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('sample.choice')}</th>
            {columns.map(({ lane, p }) => (
              <td key={lane.id}>{verdict(p, sample.label, classes)}</td>
            ))}
          </tr>
          <tr>
            <th scope="row">{t('sample.entropy')}</th>
            {columns.map(({ lane, p }) => (
              <td key={lane.id}>{number(entropy(p))}</td>
            ))}
          </tr>
          {perSampleRows(lanes).map(([name, label]) => (
            <tr key={name}>
              <th scope="row">{words(label)}</th>
              {columns.map(({ lane }) => (
                <td key={lane.id}>{number(sample.perSample[lane.id]?.[name])}</td>
              ))}
            </tr>
          ))}
        </tfoot>
      </table>
    </Scroll>
  );
});

function Bar({ p, color }: { p: number; color: string }) {
  return (
    <td>
      <span className="bar" aria-hidden="true">
        <span style={{ width: `${100 * (Number.isFinite(p) ? p : 0)}%`, background: color }} />
      </span>
      {formatProbability(p)}
    </td>
  );
}

/** The numbers the lanes' methods can draw, each once, with the label of the first method that has it. */
function perSampleRows(lanes: readonly LaneView[]): [string, Words][] {
  const rows = new Map<string, Words>();
  for (const lane of lanes) {
    for (const [name, label] of Object.entries(lane.method?.perSample ?? {}))
      if (!rows.has(name)) rows.set(name, label);
  }
  return [...rows];
}

function verdict(p: readonly number[], label: number, classes: readonly string[]): string {
  if (p.some(Number.isNaN)) return t('sample.none');
  const choice = argmax(p);
  return t(choice === label ? 'sample.right' : 'sample.wrong', { class: classes[choice] ?? String(choice) });
}

const number = (value: number | undefined) =>
  value === undefined || !Number.isFinite(value) ? t('sample.none') : formatNumber(value);
