// What the samples on which two networks differ have in common: their classes, and where there are more than their share.
import { memo } from 'react';
import { numbers } from '../messages/messages.ts';
import { ts } from '../messages/samples.ts';
import { Scroll } from '../Scroll.tsx';
import type { Survey } from './search.ts';
import { className } from './told.ts';
import { byClass, type Contrast, SIDES } from './why.ts';

/** More than so many times its share is worth a word. */
const OFTEN = 1.5;

interface WhyClassesProps {
  readonly survey: Survey;
  readonly contrast: Contrast;
  readonly within: ReadonlySet<number> | null;
  readonly classes: readonly string[];
}

export const WhyClasses = memo(function WhyClasses({ survey, contrast, within, classes }: WhyClassesProps) {
  const rows = byClass(survey, contrast, within);
  const often = rows
    .filter(({ ratio, differing }) => ratio >= OFTEN && differing > 1)
    .sort((x, y) => y.ratio - x.ratio);
  const times = (ratio: number) => ts('why.times', { ratio: numbers.significant(ratio) });
  const caption = ts('why.classes');
  const heads = [ts('why.ofAll'), ...SIDES.map((side) => ts(`why.side.${side}`)), ts('why.ratio')];
  return (
    <>
      <Scroll className="table-scroll samples-table" label={caption}>
        <table>
          <caption>{caption}</caption>
          <thead>
            <tr>
              <th scope="col">{ts('class')}</th>
              {heads.map((name) => (
                <th key={name} scope="col" className="number">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.label}>
                <th scope="row">{className(classes, row.label)}</th>
                <td className="number">{numbers.integer(row.samples)}</td>
                {SIDES.map((side) => (
                  <td key={side} className="number">
                    {numbers.integer(row[side])}
                  </td>
                ))}
                <td className="number">{times(row.ratio)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {often.length > 0 && (
        <p>
          {ts('why.common', {
            classes: often
              .map(({ label, ratio }) => `${className(classes, label)} (${times(ratio)})`)
              .join(', '),
          })}
        </p>
      )}
      <p className="explain-note">{ts('why.ratioHint')}</p>
    </>
  );
});
