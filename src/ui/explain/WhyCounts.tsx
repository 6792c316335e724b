// All samples by what two networks make of them, the difference of their accuracies, and whether chance would do it too.
import { numbers } from '../messages/messages.ts';
import { ts } from '../messages/samples.ts';
import { Scroll } from '../Scroll.tsx';
import { mcnemar } from './mcnemar.ts';
import { type Contrast, SIDES } from './why.ts';

export function WhyCounts({ contrast, step }: { contrast: Contrast; step: number }) {
  const { samples, bothRight, sameMistake } = contrast;
  const [a, b] = [contrast.a.length, contrast.b.length];
  const caption = ts('why.table', { n: samples, step: numbers.integer(step) });
  const rows: [string, number][] = [
    ...SIDES.map((side): [string, number] => [ts(`why.side.${side}`), contrast[side].length]),
    [ts('why.bothRight'), bothRight],
    [ts('why.sameMistake'), sameMistake],
  ];
  return (
    <>
      <Scroll className="table-scroll samples-table" label={caption}>
        <table>
          <caption>{caption}</caption>
          <thead>
            <tr>
              <th scope="col">{ts('why.case')}</th>
              <th scope="col" className="number">
                {ts('why.count')}
              </th>
              <th scope="col" className="number">
                {ts('why.share')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([name, count]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td className="number">{numbers.integer(count)}</td>
                <td className="number">{numbers.percent(count / samples)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <p>{ts('why.difference', { a, b, n: samples, points: numbers.points((a - b) / samples) })}</p>
      <p>
        {ts('why.test', { m: a + b, p: pValue(mcnemar(a, b)) })}{' '}
        <span className="explain-note">{ts('why.meaning')}</span>
      </p>
    </>
  );
}

/** Three significant digits, and powers of ten where it is small. */
const pValue = (p: number): string => (p > 0 && p < 1e-3 ? p.toExponential(1) : numbers.significant(p));
