// What the committed studies show: the claims and their verdicts, the numbers, a picture of them, and the experiment itself.
import type { ShownRow, ShownStudy } from '../../state/studies.ts';
import { numbers, words } from '../messages/messages.ts';
import { td } from '../messages/studies.ts';
import { Scroll } from '../Scroll.tsx';
import { HeatMap } from './HeatMap.tsx';
import { RunStudy } from './RunStudy.tsx';
import { useStudies } from './useStudies.ts';
import { Verdicts } from './Verdicts.tsx';

export function Studies() {
  const studies = useStudies();
  if (!studies) return <p className="loading">{td('loading')}</p>;
  return (
    <>
      <p className="explain-note">{td('explain')}</p>
      <RunStudy />
      {studies.map((study) => (
        <Study key={study.id} study={study} />
      ))}
    </>
  );
}

function Study({ study }: { study: ShownStudy }) {
  const { title, question, notes, cite, seeds, fresh, tried, machines } = study;
  return (
    <details className="part study">
      <summary>
        <h3>{words(title)}</h3>
      </summary>
      <div className="part-body">
        <p>
          {words(question)} {cite && <span className="cite">{cite}</span>}
        </p>
        {notes && <p className="explain-note">{words(notes)}</p>}
        <Outcome study={study} />
        <p className="fineprint">
          {td('seeds', {
            ...seeds,
            data: td(fresh ? 'fresh' : 'fixed'),
            tried: tried > 0 ? td('tried', { n: tried }) : '',
            machines,
          })}
        </p>
        <p className="fineprint">
          {td('repeat')} <code>npm run study -- {study.id}</code>
        </p>
      </div>
    </details>
  );
}

/** What came of it: the map over two axes, and each setting's verdicts and table; of many settings all but the map folded. */
export function Outcome({ study }: { readonly study: ShownStudy }) {
  const { settings, title, axes, judgedBy, apart } = study;
  const all = settings.map((setting) => (
    <Setting key={setting.name} setting={setting} title={words(title)} {...{ judgedBy, apart }} />
  ));
  if (!axes) return <>{all}</>;
  return (
    <>
      <HeatMap study={study} />
      <details>
        <summary>{td('heat.all', { n: settings.length })}</summary>
        {all}
      </details>
    </>
  );
}

function Setting({
  setting,
  title,
  judgedBy,
  apart,
}: {
  setting: ShownStudy['settings'][number];
  title: string;
} & Pick<ShownStudy, 'judgedBy' | 'apart'>) {
  const { name, teacher, rows, claims, link } = setting;
  const caption = td('table', { title: name ? `${title}: ${name}` : title });
  return (
    <>
      <Verdicts claims={claims} />
      <Scroll className="table-scroll" label={caption}>
        <table>
          <caption>
            {caption} {teacher && td('teacher', { accuracy: teacher })}
          </caption>
          <thead>
            <tr>
              {(['method', judgedBy, 'vsAlone', 'vsKd', 'agreement', 'kl', 'steps', 'seconds'] as const).map(
                (column, i) => (
                  <th key={column} scope="col" className={i ? 'number' : ''}>
                    {td(column)}
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.name}>
                <th scope="row">{row.name}</th>
                <td className="number">{row.accuracy}</td>
                <td className="number">{row.vsAlone}</td>
                <td className="number">{row.vsReference}</td>
                <td className="number">{numbers.percent(row.agreement ?? undefined)}</td>
                <td className="number">{numbers.fixed3(row.kl ?? undefined)}</td>
                <td className="number">{row.steps}</td>
                <td className="number">{row.seconds?.toFixed(1) ?? '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <Picture rows={rows} />
      <p>
        <a href={`#${link}`}>{td('open')}</a>
        {apart.length > 0 && ` ${td('apart', { methods: apart.join('; ') })}`}
      </p>
    </>
  );
}

const ROW = 22;
const NAMES = 130;
const WIDTH = 480;

/** A dot and its interval for every method, over a line at zero. The table has the same numbers. */
function Picture({ rows }: { rows: readonly ShownRow[] }) {
  const drawn = rows.flatMap(({ name, over }) => (over ? [{ name, ...over }] : []));
  if (drawn.length === 0) return null;
  const low = Math.min(0, ...drawn.map((row) => row.low));
  const high = Math.max(0, ...drawn.map((row) => row.high));
  const x = (value: number) => NAMES + ((value - low) / (high - low || 1)) * (WIDTH - NAMES - 12);
  const height = ROW * drawn.length + 24;
  return (
    <figure className="study-picture">
      <figcaption className="fineprint">{td('picture')}</figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={td('picture')}>
        <line x1={x(0)} x2={x(0)} y1="0" y2={height - 20} className="study-zero" />
        {drawn.map(({ name, mean, low: from, high: to }, i) => (
          <g key={name} transform={`translate(0 ${ROW * i + ROW / 2})`}>
            <text x={NAMES - 8} y="4" textAnchor="end">
              {name}
            </text>
            <line x1={x(from)} x2={x(to)} y1="0" y2="0" className="study-interval" />
            <circle cx={x(mean)} cy="0" r="4" className="study-mean" />
          </g>
        ))}
        {[low, 0, high].map((value) => (
          <text key={value} x={x(value)} y={height - 6} textAnchor="middle">
            {value.toFixed(1)}
          </text>
        ))}
      </svg>
    </figure>
  );
}
