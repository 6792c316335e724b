// The sample itself: its pixels, or where it lies in the plane.
import { useEffect, useRef } from 'react';
import type { Answer } from '../../contract/questions.ts';
import { formatNumber } from '../charts/format.ts';
import { t } from '../messages/messages.ts';
import { isImage, samplePixels } from './sample-image.ts';

export function SamplePicture({
  sample,
  shape,
  classes,
}: {
  sample: Answer<'sample'>;
  shape: readonly number[];
  classes: readonly string[];
}) {
  const truth = classes[sample.label] ?? String(sample.label);
  const label = t('sample.picture', { index: sample.index, class: truth });
  return (
    <figure className="sample-picture">
      {isImage(shape) ? (
        <Pixels values={sample.values} shape={shape} label={label} />
      ) : (
        <p>{coordinates(sample.values)}</p>
      )}
      <figcaption>{t('sample.truth', { class: truth })}</figcaption>
    </figure>
  );
}

function Pixels({ values, shape, label }: { values: Float32Array; shape: readonly number[]; label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [height = 1, width = 1] = shape;
  useEffect(() => {
    canvas.current?.getContext('2d')?.putImageData(new ImageData(samplePixels(values, shape), width), 0, 0);
  }, [values, shape, width]);
  return <canvas ref={canvas} width={width} height={height} role="img" aria-label={label} />;
}

const coordinates = (values: Float32Array) =>
  t('sample.point', { x: formatNumber(values[0] ?? 0), y: formatNumber(values[1] ?? 0) });
