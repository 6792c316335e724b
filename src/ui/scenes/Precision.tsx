// How good the detectors are: precision over recall, and average precision by overlap, size and class.
import type { Precision as Numbers } from '../../contract/protocol.ts';
import type { LaneView } from '../../state/lane-view.ts';
import { Swatch } from '../charts/Swatch.tsx';
import type { LookProps } from '../looks.ts';
import { numbers, t } from '../messages/messages.ts';
import { tv } from '../messages/scenes.ts';
import { Scroll } from '../Scroll.tsx';
import '../explain/explain.css';
import '../explain/compare.css';
import './scenes.css';

const [WIDTH, HEIGHT, LEFT, FOOT] = [320, 200, 40, 34];
const NAMES = ['ap', 'ap50', 'ap75', 'small', 'medium', 'large'] as const;

export function Precision({ lanes, run }: LookProps) {
  const seen = lanes.flatMap((lane) => {
    const last = lane.evaluations.at(-1)?.test;
    return last?.precision ? [{ lane, precision: last.precision, samples: last.samples }] : [];
  });
  const [first] = seen;
  return (
    <section className="compare" aria-label={t('precision.title')}>
      <h3>{t('precision.title')}</h3>
      <p className="explain-note">{tv('precisionExplain')}</p>
      {!first && <p className="explain-note">{tv('none')}</p>}
      {first && (
        <>
          <Curves seen={seen} />
          <Scroll className="table-scroll" label={tv('precisionTable', { n: first.samples })}>
            <table>
              <caption>{tv('precisionTable', { n: first.samples })}</caption>
              <thead>
                <tr>
                  <th scope="col">{tv('network')}</th>
                  {[...NAMES.map((name) => tv(name)), ...run.classes].map((title) => (
                    <th key={title} scope="col" className="number">
                      {title}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {seen.map(({ lane, precision }) => (
                  <tr key={lane.id}>
                    <th scope="row">
                      <Swatch color={lane.color} dash={lane.dash} /> {lane.name}
                    </th>
                    {[...NAMES.map((name) => precision[name]), ...precision.byClass].map((value, i) => (
                      // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
                      <td key={i} className="number">
                        {value === null ? '–' : (100 * value).toFixed(1)}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        </>
      )}
    </section>
  );
}

function Curves({ seen }: { seen: readonly { readonly lane: LaneView; readonly precision: Numbers }[] }) {
  const at = (recall: number, precision: number) => `${recall * WIDTH},${(1 - precision) * HEIGHT}`;
  const spoken = seen.map(
    ({ lane, precision }) => `${lane.name}: ${tv('ap')} ${numbers.percent(precision.ap ?? 0)}`,
  );
  return (
    <svg
      className="precision-curves"
      viewBox={`${-LEFT} -8 ${WIDTH + LEFT + 10} ${HEIGHT + FOOT + 10}`}
      role="img"
      aria-label={`${t('precision.title')}. ${spoken.join('; ')}.`}
    >
      {[0, 0.5, 1].map((share) => (
        <g key={share}>
          <line className="grid" x1="0" x2={WIDTH} y1={share * HEIGHT} y2={share * HEIGHT} />
          <text x="-6" y={(1 - share) * HEIGHT + 4} textAnchor="end">
            {share}
          </text>
          <text x={share * WIDTH} y={HEIGHT + 15} textAnchor="middle">
            {share}
          </text>
        </g>
      ))}
      {seen.map(({ lane, precision: { curve } }) => (
        <polyline
          key={lane.id}
          points={curve.map((value, i) => at(i / (curve.length - 1), value)).join(' ')}
          stroke={lane.color}
          strokeDasharray={lane.dash}
        />
      ))}
      <text className="axis" x={WIDTH / 2} y={HEIGHT + 30} textAnchor="middle">
        {tv('recall')}
      </text>
      <text
        className="axis"
        transform={`translate(${-LEFT + 10} ${HEIGHT / 2}) rotate(-90)`}
        textAnchor="middle"
      >
        {tv('precision')}
      </text>
    </svg>
  );
}
