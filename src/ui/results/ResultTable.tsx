// The table itself. A press on a title sorts by it: best first, then the other way round, then as the lanes stand.
import type { Column, ResultRow, Sorting } from '../../state/results.ts';
import { CELLS, type ResultTexts } from '../../state/results-text.ts';
import { Swatch } from '../charts/Swatch.tsx';
import { tr } from '../messages/results.ts';
import { Scroll } from '../Scroll.tsx';

/** Where less is better, or comes first. */
const LOW_FIRST: readonly Column[] = [
  'bestStep',
  'kl',
  'calibration',
  'tried',
  'steps',
  'seconds',
  'parameters',
  'macs',
];

interface ResultTableProps {
  readonly rows: readonly ResultRow[];
  readonly texts: ResultTexts;
  readonly sorting: Sorting | null;
  readonly sort: (sorting: Sorting | null) => void;
}

export function ResultTable({ rows, texts, sorting, sort }: ResultTableProps) {
  return (
    <Scroll className="results-scroll" label={tr('results.table')}>
      <table className="results-table">
        <caption className="visually-hidden">{texts.caption.join(' ')}</caption>
        <thead>
          <tr>
            <th scope="col">{texts.lane}</th>
            {texts.columns.map(({ id, title }) => (
              <Title key={id} id={id} title={title} sorting={sorting} sort={sort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">
                <span className="results-lane">
                  <Swatch color={row.color} dash={row.dash} />
                  <span>
                    {row.name}
                    {row.stopped !== null && <em> ({texts.stopped})</em>}
                  </span>
                </span>
              </th>
              {texts.columns.map(({ id }) => (
                <td key={id}>{CELLS[id](row)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

const opposite = { ascending: 'descending', descending: 'ascending' } as const;

function Title(props: Pick<ResultTableProps, 'sorting' | 'sort'> & { id: Column; title: string }) {
  const { id, title, sorting, sort } = props;
  const direction = sorting?.column === id ? sorting.direction : null;
  const first = LOW_FIRST.includes(id) ? 'ascending' : 'descending';
  const press = () => {
    if (direction === null) sort({ column: id, direction: first });
    else sort(direction === first ? { column: id, direction: opposite[first] } : null);
  };
  return (
    <th scope="col" aria-sort={direction ?? 'none'}>
      <button type="button" className="quiet" onClick={press}>
        {title}
        <span aria-hidden="true">{direction === null ? '' : direction === 'ascending' ? '↑' : '↓'}</span>
      </button>
    </th>
  );
}
