// Where two networks part in the plane: a map of the difference, its scale, and the difference in words.
import { memo, useEffect, useMemo, useRef, useState } from 'react';
import type { Answer } from '../../contract/questions.ts';
import type { LaneView } from '../../state/lane-view.ts';
import { SelectField } from '../controls/SelectField.tsx';
import { tc } from '../messages/compare.ts';
import { numbers } from '../messages/messages.ts';
import { type MapDifference, mapDifference } from './compare.ts';
import './compare.css';
import { divergingPixels } from './diverging.ts';
import { PairFields, usePair } from './PairFields.tsx';

const SIDE = 480;
type Kind = 'confidence' | 'variation';

export function DecisionDifference({ lanes, map }: { lanes: readonly LaneView[]; map: Answer<'map'> }) {
  const { a, b, choose } = usePair(lanes);
  const [kind, setKind] = useState<Kind>('confidence');
  const [of, from] = [map.lanes[a?.id ?? ''], map.lanes[b?.id ?? '']];
  const difference = useMemo(() => of && from && mapDifference(of, from), [of, from]);
  if (!a || !b || !difference) return null;
  const shown = kind === 'variation' && !difference.variation ? 'confidence' : kind;
  const words =
    difference.share === 0
      ? tc('map.nowhere', { a: a.name, b: b.name })
      : tc('map.differ', { a: a.name, b: b.name, share: numbers.percent(difference.share) });
  const apart =
    difference.meanVariation === null
      ? ''
      : tc('map.variation.mean', { value: numbers.fixed3(difference.meanVariation) });
  return (
    <section className="compare-map" aria-label={tc('map.title')}>
      <h4>{tc('map.title')}</h4>
      <p className="explain-note">{tc('map.explain')}</p>
      <PairFields {...{ lanes, a, b, choose }} />
      {difference.variation && (
        <div className="compare-controls">
          <SelectField
            label={tc('map.kind')}
            value={shown}
            options={(['confidence', 'variation'] as const).map((value) => ({
              value,
              label: tc(`map.kind.${value}`),
            }))}
            onChange={(value) => setKind(value as Kind)}
          />
        </div>
      )}
      <figure>
        <Picture {...{ difference, kind: shown }} resolution={map.resolution} label={`${words} ${apart}`} />
        <figcaption>
          <Scale kind={shown} a={a.name} b={b.name} />
          <p role="status" data-share={difference.share}>
            {words} {apart}
          </p>
        </figcaption>
      </figure>
    </section>
  );
}

interface PictureProps {
  readonly difference: MapDifference;
  readonly kind: Kind;
  readonly resolution: number;
  readonly label: string;
}

const Picture = memo(function Picture({ difference, kind, resolution, label }: PictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const { confidence, variation, differs } = difference;
    const values = kind === 'variation' && variation ? variation : confidence;
    const small = new OffscreenCanvas(resolution, resolution);
    small.getContext('2d')?.putImageData(new ImageData(divergingPixels(values), resolution), 0, 0);
    context.clearRect(0, 0, SIDE, SIDE);
    context.imageSmoothingEnabled = false;
    context.drawImage(small, 0, 0, SIDE, SIDE);
    hatch(context, differs, resolution);
  }, [difference, kind, resolution]);
  return <canvas ref={canvas} width={SIDE} height={SIDE} role="img" aria-label={label} />;
});

/** Strokes where the choices differ: seen without colours too. */
function hatch(context: CanvasRenderingContext2D, differs: Uint8Array, resolution: number) {
  const step = SIDE / resolution;
  context.strokeStyle = 'rgb(30 30 30 / 0.75)';
  context.lineWidth = 1.25;
  context.beginPath();
  differs.forEach((differ, i) => {
    if (!differ) return;
    const [x, y] = [(i % resolution) * step, Math.floor(i / resolution) * step];
    context.moveTo(x, y + step);
    context.lineTo(x + step, y);
  });
  context.stroke();
}

function Scale({ kind, a, b }: { kind: Kind; a: string; b: string }) {
  return (
    <p className="compare-scale">
      {kind === 'confidence' ? (
        <>
          <span>−1 · {tc('map.surer', { name: b })}</span>
          <i className="compare-ramp" aria-hidden="true" />
          <span>{tc('map.surer', { name: a })} · +1</span>
        </>
      ) : (
        <>
          <span>0 · {tc('map.same')}</span>
          <i className="compare-ramp half" aria-hidden="true" />
          <span>{tc('map.apart')} · 1</span>
        </>
      )}
      <span>
        <i className="compare-hatch" aria-hidden="true" /> {tc('map.hatch')}
      </span>
    </p>
  );
}
