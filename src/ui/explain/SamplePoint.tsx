// A point of the plane, small: where it lies between the bounds, and its coordinates.
import { memo } from 'react';
import { t } from '../messages/messages.ts';
import { toPicture } from './map-image.ts';

const SIDE = 36;
const short = (value: number) => String(Number(value.toFixed(1)));

interface SamplePointProps {
  readonly values: Float32Array;
  readonly bounds: readonly [number, number, number, number];
}

export const SamplePoint = memo(function SamplePoint({ values, bounds }: SamplePointProps) {
  const [x, y] = [values[0] ?? 0, values[1] ?? 0];
  const [cx, cy] = toPicture(x, y, bounds, SIDE);
  return (
    <>
      <svg className="point" width={SIDE} height={SIDE} aria-hidden="true" focusable="false">
        <path d={`M${SIDE / 2} 0V${SIDE}M0 ${SIDE / 2}H${SIDE}`} />
        <circle cx={cx} cy={cy} r="3.5" />
      </svg>
      <small>{t('sample.point', { x: short(x), y: short(y) })}</small>
    </>
  );
});
