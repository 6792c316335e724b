// One map on a canvas, with the labeled points over it.
import { memo, useEffect, useRef } from 'react';
import type { LoadedRun } from '../../contract/protocol.ts';
import type { Answer } from '../../contract/questions.ts';
import { formatShare } from '../charts/format.ts';
import { t } from '../messages/messages.ts';
import { classColor, mapPixels, shares, toPicture } from './map-image.ts';
import { markPath } from './marks.ts';

/** Side of the picture in its own pixels: sharp at twice its usual size on the page. */
const SIDE = 480;
/** The more points, the smaller their marks, or they hide the map. */
const markSize = (points: number) => Math.min(14, Math.max(6, 130 / Math.sqrt(points)));

interface DecisionMapProps {
  lane: string;
  map: Answer<'map'>['lanes'][string];
  resolution: number;
  run: LoadedRun;
}

export const DecisionMap = memo(function DecisionMap({ lane, map, resolution, run }: DecisionMapProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    context.clearRect(0, 0, SIDE, SIDE);
    drawPlane(context, map, resolution, run.classes.length);
    drawPoints(context, run);
  }, [map, resolution, run]);
  const spoken = shares(map.classes, run.classes.length)
    .map((share, i) => t('maps.share', { class: run.classes[i] ?? String(i), percent: formatShare(share) }))
    .join(', ');
  return (
    <canvas
      ref={canvas}
      width={SIDE}
      height={SIDE}
      role="img"
      aria-label={t('maps.alt', { lane, shares: spoken })}
    />
  );
});

function drawPlane(
  context: CanvasRenderingContext2D,
  map: Answer<'map'>['lanes'][string],
  resolution: number,
  classes: number,
) {
  const small = new OffscreenCanvas(resolution, resolution);
  small
    .getContext('2d')
    ?.putImageData(new ImageData(mapPixels(map.classes, map.confidence, classes), resolution), 0, 0);
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = 'high';
  context.drawImage(small, 0, 0, SIDE, SIDE);
}

function drawPoints(context: CanvasRenderingContext2D, { points, bounds }: LoadedRun) {
  if (!points || !bounds) return;
  const size = markSize(points.labels.length);
  context.lineWidth = size / 3;
  context.strokeStyle = '#fff';
  points.labels.forEach((label, i) => {
    const [x, y] = toPicture(points.xy[2 * i] as number, points.xy[2 * i + 1] as number, bounds, SIDE);
    const path = new Path2D(markPath(label, x, y, size));
    context.fillStyle = `rgb(${classColor(label)
      .map((part) => Math.round(part * 0.7))
      .join(' ')})`;
    context.stroke(path);
    context.fill(path);
  });
}
