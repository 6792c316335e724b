// Drawing the hard-sample map: a disc for a sample the student gets right, a cross for one it gets wrong, and over them
// what is chosen, pointed at or being encircled.

type Point = readonly [x: number, y: number];

export interface Marks {
  /** x, y, x, y …, in pixels; NaN where a sample has no place. */
  readonly xy: Float32Array;
  readonly right: (index: number) => boolean;
  readonly color: (index: number) => string;
  /** Sample after sample, what lies on top last. */
  readonly order: readonly number[];
  /** Those that stand out, where not all do. */
  readonly members: ReadonlySet<number> | null;
}

const RADIUS = 3.5;
const FAINT = 0.18;

/** A clean canvas of a size in CSS pixels, sharp on any screen. */
export function cleared(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
): CanvasRenderingContext2D | null {
  const scale = window.devicePixelRatio || 1;
  const [w, h] = [Math.round(width * scale), Math.round(height * scale)];
  if (canvas.width !== w || canvas.height !== h) Object.assign(canvas, { width: w, height: h });
  const context = canvas.getContext('2d');
  context?.setTransform(scale, 0, 0, scale, 0, 0);
  context?.clearRect(0, 0, width, height);
  return context;
}

export function drawMarks(
  context: CanvasRenderingContext2D,
  { xy, right, color, order, members }: Marks,
): void {
  context.lineWidth = 2;
  for (const i of order) {
    const [x, y] = [xy[2 * i] as number, xy[2 * i + 1] as number];
    if (Number.isNaN(x)) continue;
    context.globalAlpha = members && !members.has(i) ? FAINT : 0.9;
    context.beginPath();
    if (right(i)) {
      context.fillStyle = color(i);
      context.arc(x, y, RADIUS, 0, 2 * Math.PI);
      context.fill();
    } else {
      context.strokeStyle = color(i);
      context.moveTo(x - RADIUS, y - RADIUS);
      context.lineTo(x + RADIUS, y + RADIUS);
      context.moveTo(x - RADIUS, y + RADIUS);
      context.lineTo(x + RADIUS, y - RADIUS);
      context.stroke();
    }
  }
  context.globalAlpha = 1;
}

export interface Over {
  readonly xy: Float32Array;
  readonly chosen: number | null;
  readonly hovered: number | null;
  readonly outline: readonly Point[];
  readonly ink: string;
  readonly strong: string;
}

export function drawOver(context: CanvasRenderingContext2D, over: Over): void {
  const { xy, chosen, hovered, outline, ink, strong } = over;
  const ring = (index: number | null, radius: number, color: string) => {
    if (index === null || Number.isNaN(xy[2 * index] ?? Number.NaN)) return;
    context.strokeStyle = color;
    context.beginPath();
    context.arc(xy[2 * index] as number, xy[2 * index + 1] as number, radius, 0, 2 * Math.PI);
    context.stroke();
  };
  context.lineWidth = 2;
  ring(hovered, RADIUS + 3, ink);
  ring(chosen, RADIUS + 5, strong);
  const [first, ...rest] = outline;
  if (!first) return;
  context.beginPath();
  context.moveTo(...(first as [number, number]));
  for (const [x, y] of rest) context.lineTo(x, y);
  context.closePath();
  context.strokeStyle = strong;
  context.setLineDash([5, 3]);
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 0.12;
  context.fillStyle = strong;
  context.fill();
  context.globalAlpha = 1;
}
