// How many samples each class has: a table whose numbers are bars too.
import type { CSSProperties } from 'react';
import { classColor } from '../explain/map-image.ts';
import { markPath } from '../explain/marks.ts';
import { numbers } from '../messages/messages.ts';
import { td } from '../messages/own-data.ts';
import { Scroll } from '../Scroll.tsx';

export function ClassBars({ classes, counts }: { classes: readonly string[]; counts: readonly number[] }) {
  const most = Math.max(1, ...counts);
  return (
    <Scroll label={td('summary.bars')} className="own-bars">
      <table>
        <caption className="visually-hidden">{td('summary.bars')}</caption>
        <thead className="visually-hidden">
          <tr>
            <th scope="col">{td('summary.class')}</th>
            <th scope="col">{td('summary.samples')}</th>
          </tr>
        </thead>
        <tbody>
          {classes.map((name, i) => (
            <tr key={name}>
              <th scope="row">
                <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true" focusable="false">
                  <path d={markPath(i, 7, 7, 10)} fill={`rgb(${classColor(i).join(' ')})`} />
                </svg>
                {name}
              </th>
              <td
                style={
                  {
                    '--share': (counts[i] ?? 0) / most,
                    '--bar': `rgb(${classColor(i).join(' ')})`,
                  } as CSSProperties
                }
              >
                {numbers.integer(counts[i] ?? 0)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
