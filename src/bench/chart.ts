// Small charts side by side as an SVG: how a cost grows, on logarithmic axes with a dashed line of proportional growth.

export interface Panel {
  readonly title: string;
  /** Whether to draw how a cost in proportion to x would go on from the first point of each series. */
  readonly proportional: boolean;
  readonly series: readonly {
    readonly name: string;
    readonly points: readonly { readonly x: number; readonly y: number }[];
  }[];
}

const WIDTH = 300;
const HEIGHT = 240;
const MARGIN = { left: 52, right: 14, top: 34, bottom: 34 };
const COLUMNS = 3;
const COLOURS = ['#1f5fa8', '#b4471f', '#2f7d43', '#7a4a9c'];
const INK = '#444';

/** The panels as one SVG. y is in the unit that `unit` names, the same for all. */
export function chart(panels: readonly Panel[], unit: string): string {
  const columns = Math.min(COLUMNS, Math.max(1, panels.length));
  const size = [columns * WIDTH, Math.ceil(panels.length / columns) * HEIGHT];
  const drawn = panels.map((panel, i) => {
    const at = `${(i % columns) * WIDTH} ${Math.floor(i / columns) * HEIGHT}`;
    return `<g transform="translate(${at})">${draw(panel, unit)}</g>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size[0]} ${size[1]}" font-family="sans-serif" font-size="11" fill="${INK}">`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    ...drawn,
    '</svg>',
    '',
  ].join('\n');
}

function draw({ title, proportional, series }: Panel, unit: string): string {
  const points = series.flatMap((s) => s.points);
  if (points.some(({ x, y }) => !(x > 0) || !(y > 0)))
    throw new Error(`${title}: logarithms need numbers above 0.`);
  const x = axis(
    points.map((p) => p.x),
    MARGIN.left,
    WIDTH - MARGIN.right,
  );
  const y = axis(
    points.map((p) => p.y),
    HEIGHT - MARGIN.bottom,
    MARGIN.top,
  );
  const [left, right, bottom, top] = [MARGIN.left, WIDTH - MARGIN.right, HEIGHT - MARGIN.bottom, MARGIN.top];
  const ticksX = x.ticks.map(
    (value) =>
      `<text x="${round(x.at(value))}" y="${bottom + 14}" text-anchor="middle">${plain(value)}</text>`,
  );
  const ticksY = y.ticks.map((value) => {
    const height = round(y.at(value));
    const rule = `<path d="M${left} ${height}H${right}" stroke="#ddd"/>`;
    return `${rule}<text x="${left - 6}" y="${height + 4}" text-anchor="end">${plain(value)}</text>`;
  });
  const lines = series.map(({ name, points: own }, i) => {
    const colour = COLOURS[i % COLOURS.length] as string;
    const places = own.map((p) => [round(x.at(p.x)), round(y.at(p.y))] as const);
    const dots = places.map(([cx, cy]) => `<circle cx="${cx}" cy="${cy}" r="2.5" fill="${colour}"/>`);
    const label = `<text x="${left + 8}" y="${top + 14 * (i + 1)}" fill="${colour}">${escaped(name)}</text>`;
    const line = `<path d="M${places.map((place) => place.join(' ')).join('L')}" fill="none" stroke="${colour}"/>`;
    return (proportional ? inProportion(own, x, y) : '') + line + dots.join('') + label;
  });
  const frame = `<path d="M${left} ${top}V${bottom}H${right}" fill="none" stroke="${INK}"/>`;
  const heading = `<text x="${left}" y="18" font-weight="bold">${escaped(`${unit} by ${title}`)}</text>`;
  const key = `<text x="${right}" y="18" text-anchor="end" fill="#888">- - in proportion</text>`;
  return [heading, proportional ? key : '', ...ticksY, ...ticksX, frame, ...lines].join('\n');
}

/** The line of a cost that grows as x does, from the first point on, as far as the panel goes. */
function inProportion(points: Panel['series'][number]['points'], x: Axis, y: Axis): string {
  const first = points[0];
  if (!first) return '';
  const growth = Math.min(x.last / first.x, y.last / first.y);
  if (growth <= 1) return '';
  const [x1, y1] = [round(x.at(first.x)), round(y.at(first.y))];
  const [x2, y2] = [round(x.at(first.x * growth)), round(y.at(first.y * growth))];
  return `<path d="M${x1} ${y1}L${x2} ${y2}" stroke="#999" stroke-dasharray="4 3"/>`;
}

interface Axis {
  readonly ticks: readonly number[];
  readonly last: number;
  at(value: number): number;
}

/** A logarithmic axis over the values, from pixel `from` to pixel `to`; at least a factor of ten long. */
function axis(values: readonly number[], from: number, to: number): Axis {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const first = roundDown(least);
  const last = Math.max(roundUp(most), 10 * first);
  const at = (value: number) => from + ((to - from) * Math.log(value / first)) / Math.log(last / first);
  const all = decades(first, last).flatMap((decade) => [1, 2, 5].map((digit) => digit * decade));
  const within = all.filter((value) => value >= first * 0.999 && value <= last * 1.001);
  const ticks = within.length > 7 ? within.filter((value) => isPower(value)) : within;
  return { ticks, last, at };
}

const STEPS = [1, 2, 5, 10];
const decadeOf = (value: number) => 10 ** Math.floor(Math.log10(value) + 1e-9);
const roundDown = (value: number) =>
  decadeOf(value) * (STEPS.findLast((step) => step * decadeOf(value) <= value * 1.000001) ?? 1);
const roundUp = (value: number) =>
  decadeOf(value) * (STEPS.find((step) => step * decadeOf(value) >= value * 0.999999) ?? 10);
const isPower = (value: number) => Math.abs(Math.log10(value) - Math.round(Math.log10(value))) < 1e-9;

function decades(first: number, last: number): number[] {
  const from = Math.floor(Math.log10(first) + 1e-9);
  const to = Math.floor(Math.log10(last) + 1e-9);
  return Array.from({ length: to - from + 1 }, (_, i) => 10 ** (from + i));
}

const round = (value: number) => Math.round(value * 10) / 10;
const plain = (value: number) => Number(value.toPrecision(3)).toLocaleString('en');
const escaped = (words: string) => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
