// A study over two axes as a table of coloured cells: what a method did where, or what it gained over the student alone.
import { useId, useState } from 'react';
import type { ShownStudy } from '../../state/studies.ts';
import { words } from '../messages/messages.ts';
import { td } from '../messages/studies.ts';
import { Scroll } from '../Scroll.tsx';

type What = 'accuracy' | 'gain';

const inWords = (value: number, what: What): string =>
  `${what === 'gain' && value > 0 ? '+' : ''}${value.toFixed(2)}`.replace('-', '−');

/** Nothing where the study has other than two axes. */
export function HeatMap({ study: { axes, settings, title, judgedBy } }: { readonly study: ShownStudy }) {
  const names = settings[0]?.rows.map(({ name }) => name) ?? [];
  const [method, setMethod] = useState(() => names.find((name) => name !== 'alone') ?? 'alone');
  const [what, setWhat] = useState<What>('gain');
  const id = useId();
  if (!axes) return null;
  const [down, across] = [0, 1].map((axis) => [
    ...new Set(settings.map(({ points }) => points[axis] as string)),
  ]) as [string[], string[]];
  const valueAt = (row: string, column: string): number | null => {
    const found = settings
      .find(({ points }) => points[0] === row && points[1] === column)
      ?.rows.find(({ name }) => name === method);
    return (what === 'gain' ? found?.over?.mean : found?.mean) ?? null;
  };
  const values = down.flatMap((row) => across.flatMap((column) => valueAt(row, column) ?? []));
  const most = Math.max(...values.map(Math.abs), 1e-9);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  /** How strong a colour is, from 0 to 1; a gain's by its size, on either side of zero. */
  const strength = (value: number) =>
    what === 'gain' ? Math.abs(value) / most : (value - low) / Math.max(1e-9, high - low);
  const caption = td(`heat.${what === 'gain' ? what : judgedBy}`, { method, title: words(title) });
  return (
    <div className="heat">
      <p className="heat-choice">
        <label htmlFor={`${id}-method`}>{td('method')}</label>
        <select id={`${id}-method`} value={method} onChange={(event) => setMethod(event.target.value)}>
          {names.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
        <label htmlFor={`${id}-what`}>{td('heat.what')}</label>
        <select id={`${id}-what`} value={what} onChange={(event) => setWhat(event.target.value as What)}>
          <option value="gain">{td('vsAlone')}</option>
          <option value="accuracy">{td(judgedBy)}</option>
        </select>
      </p>
      <Scroll className="table-scroll" label={caption}>
        <table className="heat-map">
          <caption>{caption}</caption>
          <thead>
            <tr>
              <th scope="col">
                {words(axes[0])} ╲ {words(axes[1])}
              </th>
              {across.map((column) => (
                <th key={column} scope="col" className="number">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {down.map((row) => (
              <tr key={row}>
                <th scope="row">{row}</th>
                {across.map((column) => {
                  const value = valueAt(row, column);
                  return (
                    <td
                      key={column}
                      className="number"
                      data-side={what === 'gain' && value !== null && value < 0 ? 'below' : 'above'}
                      style={{ '--strength': value === null ? 0 : strength(value) } as React.CSSProperties}
                    >
                      {value === null ? '–' : inWords(value, what)}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </div>
  );
}
