// How far confidence is from accuracy: a reliability diagram for the teacher and every lane.
import type { LaneView } from '../../state/lane-view.ts';
import { Swatch } from '../charts/Swatch.tsx';
import type { LookProps } from '../looks.ts';
import { tc } from '../messages/compare.ts';
import { numbers, t } from '../messages/messages.ts';
import { Scroll } from '../Scroll.tsx';
import { calibrationError } from './compare.ts';
import './compare.css';

const SIDE = 200;
const FOOT = 48;
const LEFT = 42;

export function Reliability({ lanes, run }: LookProps) {
  const shown = lanes.filter((lane) => lane.evaluations.at(-1)?.test.bins.length);
  return (
    <section className="compare" aria-label={t('reliability.title')}>
      <h3>{t('reliability.title')}</h3>
      <p className="explain-note">
        {tc('reliability.explain')}{' '}
        {run.setup.seeds > 1 && tc('reliability.seeds', { seeds: run.setup.seeds })}
      </p>
      {shown.length === 0 && <p className="explain-note">{tc('confusion.none')}</p>}
      <div className="compare-figures">
        {shown.map((lane) => (
          <Diagram key={lane.id} lane={lane} />
        ))}
      </div>
    </section>
  );
}

function Diagram({ lane }: { lane: LaneView }) {
  const last = lane.evaluations.at(-1);
  if (!last) return null;
  const { bins, calibration, samples } = last.test;
  const seeds = last.seeds.test.length;
  const pooled = calibrationError(bins);
  const says = tc('reliability.error', {
    value: numbers.percent(pooled),
    n: samples,
    step: numbers.integer(last.step),
  });
  const most = Math.max(1, ...bins.map(({ count }) => count));
  const width = SIDE / bins.length;
  const y = (share: number) => SIDE - share * SIDE;
  return (
    <figure className="reliability">
      <figcaption>
        <Swatch color={lane.color} dash={lane.dash} /> {lane.name}
      </figcaption>
      <svg
        viewBox={`${-LEFT} -8 ${SIDE + LEFT + 8} ${SIDE + FOOT + 40}`}
        role="img"
        aria-label={`${lane.name}. ${says}`}
      >
        {[0, 0.5, 1].map((share) => (
          <g key={share}>
            <line className="grid" x1="0" x2={SIDE} y1={y(share)} y2={y(share)} />
            <text x="-4" y={y(share) + 4} textAnchor="end">
              {share}
            </text>
            <text x={share * SIDE} y={SIDE + FOOT + 14} textAnchor="middle">
              {share}
            </text>
          </g>
        ))}
        {bins.map(({ count, confidence, accuracy }, i) =>
          count === 0 ? null : (
            // biome-ignore lint/suspicious/noArrayIndexKey: a bin is its place
            <g key={i} style={{ color: lane.color }}>
              <rect
                className="bin"
                x={i * width + 1}
                width={width - 2}
                y={y(accuracy)}
                height={SIDE - y(accuracy)}
              />
              <line
                className="gap"
                x1={confidence * SIDE}
                x2={confidence * SIDE}
                y1={y(accuracy)}
                y2={y(confidence)}
              />
              <circle className="point" cx={confidence * SIDE} cy={y(accuracy)} r="3" />
              <rect
                className="count"
                x={i * width + 1}
                width={width - 2}
                y={SIDE + FOOT - (count / most) * (FOOT - 6)}
                height={(count / most) * (FOOT - 6)}
              />
            </g>
          ),
        )}
        <line className="diagonal" x1="0" y1={SIDE} x2={SIDE} y2="0" />
        <text className="axis" x={SIDE / 2} y={SIDE + FOOT + 28} textAnchor="middle">
          {tc('reliability.confidence')}
        </text>
        <text
          className="axis"
          transform={`translate(${-LEFT + 10} ${SIDE / 2}) rotate(-90)`}
          textAnchor="middle"
        >
          {tc('reliability.accuracy')}
        </text>
      </svg>
      <p>{says}</p>
      {seeds > 1 && <p>{tc('reliability.mean', { value: numbers.percent(calibration), seeds })}</p>}
      <details>
        <summary>{tc('reliability.table')}</summary>
        <Scroll className="table-scroll" label={`${lane.name}: ${tc('reliability.table')}`}>
          <table>
            <thead>
              <tr>
                {(['bin', 'count', 'confidence', 'accuracy'] as const).map((name) => (
                  <th key={name} scope="col" className="number">
                    {tc(`reliability.${name}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {bins.map((bin, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a bin is its place
                <tr key={i}>
                  <th scope="row" className="number">
                    {i + 1}
                  </th>
                  <td className="number">{numbers.integer(bin.count)}</td>
                  <td className="number">{bin.count ? bin.confidence.toFixed(4) : '–'}</td>
                  <td className="number">{bin.count ? bin.accuracy.toFixed(4) : '–'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      </details>
    </figure>
  );
}
