// A sample small or large: its pixels, or its numbers.
import { memo, useEffect, useRef } from 'react';
import { formatNumber } from '../charts/format.ts';
import { t } from '../messages/messages.ts';
import { isImage, samplePixels } from './sample-image.ts';

interface SamplePixelsProps {
  readonly values: Float32Array;
  readonly shape: readonly number[];
  /** What it is said to be; without one it is left to the words beside it. */
  readonly label?: string;
}

export const SamplePixels = memo(function SamplePixels({ values, shape, label }: SamplePixelsProps) {
  return isImage(shape) ? (
    <Pixels values={values} shape={shape} {...(label !== undefined && { label })} />
  ) : (
    <span className="sample-point">{inNumbers(values)}</span>
  );
});

/** Numbers of a sample of another shape that are shown. */
const FEW = 4;

function inNumbers(values: Float32Array): string {
  const [x = '', y = ''] = [...values.subarray(0, 2)].map(formatNumber);
  if (values.length === 2) return t('sample.point', { x, y });
  const more = values.length > FEW ? ['…'] : [];
  return [...[...values.subarray(0, FEW)].map(formatNumber), ...more].join(', ');
}

function Pixels({ values, shape, label }: SamplePixelsProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [height = 1, width = 1] = shape;
  useEffect(() => {
    canvas.current?.getContext('2d')?.putImageData(new ImageData(samplePixels(values, shape), width), 0, 0);
  }, [values, shape, width]);
  const spoken = label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label };
  return <canvas ref={canvas} width={width} height={height} {...spoken} />;
}
