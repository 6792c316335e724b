// What networks make of test samples before their last layer: a plane for each, teacher beside students.
import { memo, useEffect, useRef } from 'react';
import { type Answer, MAX_FEATURED } from '../../contract/questions.ts';
import type { LaneView } from '../../state/lane-view.ts';
import { Swatch } from '../charts/Swatch.tsx';
import type { LookProps } from '../looks.ts';
import { tc } from '../messages/compare.ts';
import { numbers, t } from '../messages/messages.ts';
import { ClassKey } from './ClassKey.tsx';
import './compare.css';
import { classColor } from './map-image.ts';
import { markPath } from './marks.ts';
import { usePaced } from './usePaced.ts';

const SIDE = 440;
const MARK = 11;

export function Features({ lanes, run, step, ask }: LookProps) {
  const { answer, failure, want } = usePaced(run, (_: number) => ask('features', { limit: MAX_FEATURED }));
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new run wants new features at the same step
  useEffect(() => want(step), [want, step, run]);
  return (
    <section className="compare" aria-label={t('features.title')}>
      <h3>{t('features.title')}</h3>
      <p className="explain-note">{tc('features.explain')}</p>
      <ClassKey classes={run.classes} />
      <p className="explain-note" role="status">
        {answer && tc('features.of', { n: answer.labels.length, step: numbers.integer(answer.step) })}
        {answer && run.setup.seeds > 1 && ` ${tc('features.seed', { seeds: run.setup.seeds })}`}
        {!answer && !failure && tc('waiting')}
        {failure && tc('failed', { reason: failure })}
      </p>
      <div className="compare-figures">
        {answer &&
          lanes.map((lane) => {
            const features = answer.lanes[lane.id];
            return features && <Plane key={lane.id} lane={lane} features={features} labels={answer.labels} />;
          })}
      </div>
    </section>
  );
}

interface PlaneProps {
  readonly lane: LaneView;
  readonly features: Answer<'features'>['lanes'][string];
  readonly labels: Int32Array;
}

const Plane = memo(function Plane({ lane, features, labels }: PlaneProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { xy, tap, width, explained, cka } = features;
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context) draw(context, xy, labels);
  }, [xy, labels]);
  const says = [
    tc('features.tap', { tap, width }),
    tc('features.explained', { first: numbers.percent(explained[0]), second: numbers.percent(explained[1]) }),
    ...(cka === null ? [] : [tc('features.cka', { value: numbers.fixed3(cka) })]),
  ];
  return (
    <figure className="features">
      <figcaption>
        <Swatch color={lane.color} dash={lane.dash} /> {lane.name}
      </figcaption>
      <canvas
        ref={canvas}
        width={SIDE}
        height={SIDE}
        role="img"
        aria-label={`${lane.name}. ${says.join(' ')}`}
      />
      {says.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </figure>
  );
});

function draw(context: CanvasRenderingContext2D, xy: Float32Array, labels: Int32Array) {
  const reach = xy.reduce((far, v) => Math.max(far, Math.abs(v)), 0) || 1;
  const scale = (SIDE / 2 - MARK) / reach;
  context.clearRect(0, 0, SIDE, SIDE);
  context.globalAlpha = 0.75;
  labels.forEach((label, i) => {
    const x = SIDE / 2 + scale * (xy[2 * i] as number);
    const y = SIDE / 2 - scale * (xy[2 * i + 1] as number);
    context.fillStyle = `rgb(${classColor(label).join(' ')})`;
    context.fill(new Path2D(markPath(label, x, y, MARK)));
  });
}
