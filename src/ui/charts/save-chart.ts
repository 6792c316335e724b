// A chart as a file of its own: a drawing that needs no page around it, a picture of that at twice the size, a table.
import { writeCsv } from '../../state/csv.ts';
import { download } from '../download.ts';
import { tc } from '../messages/charts.ts';
import { t } from '../messages/messages.ts';
import { chartRows } from './chart-rows.ts';
import type { Curve } from './rows.ts';

export interface Caption {
  readonly title: string;
  readonly unit: string;
  readonly curves: readonly Curve[];
  readonly note: string | null;
}

export function saveNumbers(title: string, curves: readonly Curve[]): void {
  const rows = chartRows(curves, t('chart.step'), (name) => tc('save.spread', { name }));
  download(writeCsv(rows), fileName(title, 'csv'), 'text/csv;charset=utf-8');
}

export async function savePicture(
  format: 'PNG' | 'SVG',
  surface: SVGSVGElement,
  caption: Caption,
): Promise<void> {
  const drawing = standalone(surface, caption);
  if (format === 'SVG') download(drawing.text, fileName(caption.title, 'svg'), 'image/svg+xml;charset=utf-8');
  else download(await rastered(drawing, 2), fileName(caption.title, 'png'), 'image/png');
}

const fileName = (title: string, ending: string) =>
  `stillroom-${title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')}.${ending}`;

interface Drawing {
  readonly text: string;
  readonly width: number;
  readonly height: number;
}

const SVG = 'http://www.w3.org/2000/svg';
const INK = '#1d1f23';
const SOFT = '#595d66';
/** What the look of a line, a face or a letter depends on. */
const STYLES = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'opacity',
  'font-size',
  'font-weight',
  'text-anchor',
  'paint-order',
  'visibility',
];
const FONT = 'system-ui, sans-serif';
const PAD = 12;
const HEAD = 30;
const ROW = 20;

/** The chart as it stands, in light colours, with its title above and its lines' names below. */
function standalone(surface: SVGSVGElement, { title, unit, curves, note }: Caption): Drawing {
  const { width, height } = surface.getBoundingClientRect();
  const stage = document.createElement('div');
  stage.style.cssText = 'position:absolute;visibility:visible;left:-9999px;top:0;color-scheme:light';
  for (const [name, value] of lightTokens()) stage.style.setProperty(name, value);
  const plot = document.createElement('div');
  plot.className = 'chart-plot'; // what the style sheet says of its letters
  plot.append(surface.cloneNode(true));
  const names = curves.map((curve) => ({ ...curve, swatch: line(curve) }));
  for (const { swatch } of names) plot.append(swatch);
  stage.append(plot);
  document.body.append(stage);
  try {
    const chart = plot.firstElementChild as SVGSVGElement;
    for (const cursor of chart.querySelectorAll(
      '.recharts-tooltip-cursor, .recharts-active-dot, .recharts-line',
    ))
      cursor.remove();
    for (const element of plot.querySelectorAll('*')) inline(element);
    const places = inRows(
      names.map(({ name }) => 44 + 7.2 * name.length),
      width,
    );
    const rows = 1 + Math.max(0, ...places.map(({ row }) => row));
    const all = { width: width + 2 * PAD, height: HEAD + height + ROW * (rows + (note ? 1 : 0)) + 2 * PAD };
    const svg = element('svg', {
      xmlns: SVG,
      width: all.width,
      height: all.height,
      viewBox: `0 0 ${all.width} ${all.height}`,
    });
    svg.setAttribute('font-family', FONT);
    svg.append(titled(title), element('rect', { width: all.width, height: all.height, fill: '#fff' }));
    svg.append(text(`${title} (${unit})`, PAD, PAD + 14, { 'font-size': 15, 'font-weight': 600, fill: INK }));
    const middle = element('g', { transform: `translate(${PAD} ${HEAD})` });
    chart.setAttribute('width', String(width));
    chart.setAttribute('height', String(height));
    middle.append(chart);
    svg.append(middle);
    names.forEach(({ name, swatch }, i) => {
      const { x, row } = places[i] as { x: number; row: number };
      const y = HEAD + height + PAD + ROW * row;
      const entry = element('g', { transform: `translate(${PAD + x} ${y})`, 'data-name': name });
      entry.append(swatch, text(name, 34, 10, { 'font-size': 12, fill: INK }));
      svg.append(entry);
    });
    if (note) svg.append(text(note, PAD, all.height - PAD, { 'font-size': 11, fill: SOFT }));
    return { text: new XMLSerializer().serializeToString(svg), ...all };
  } finally {
    stage.remove();
  }
}

const titled = (title: string) => {
  const made = element('title', {});
  made.textContent = title;
  return made;
};

function text(
  content: string,
  x: number,
  y: number,
  more: Readonly<Record<string, string | number>>,
): SVGElement {
  const made = element('text', { x, y, ...more });
  made.textContent = content;
  return made;
}

const line = ({ color, dash }: Curve): SVGElement =>
  element('line', {
    x1: 0,
    x2: 28,
    y1: 6,
    y2: 6,
    stroke: color,
    'stroke-width': 2.5,
    'stroke-dasharray': dash,
  });

function element(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

/** Writes what the style sheets make of an element into it; whatever else refers to the page goes. */
function inline(element: Element): void {
  const styles = getComputedStyle(element);
  for (const name of STYLES) {
    const value = styles.getPropertyValue(name);
    if (value) element.setAttribute(name, value);
  }
  for (const name of ['class', 'style', 'tabindex', 'role']) element.removeAttribute(name);
}

/** Where things of such widths stand when they are set in rows. */
function inRows(widths: readonly number[], room: number): { x: number; row: number }[] {
  let x = 0;
  let row = 0;
  return widths.map((width) => {
    if (x > 0 && x + width > room) {
      x = 0;
      row++;
    }
    const place = { x, row };
    x += width;
    return place;
  });
}

/** The colours of the light theme, whichever the page has: custom properties of `:root` outside of any condition. */
function lightTokens(): [string, string][] {
  return [...document.styleSheets].flatMap((sheet) =>
    [...sheet.cssRules].flatMap((rule) =>
      rule instanceof CSSStyleRule && rule.selectorText === ':root'
        ? [...rule.style]
            .filter((name) => name.startsWith('--'))
            .map((name): [string, string] => [name, rule.style.getPropertyValue(name)])
        : [],
    ),
  );
}

/** The drawing in pixels. */
async function rastered({ text, width, height }: Drawing, scale: number): Promise<Blob> {
  const image = new Image();
  const url = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }));
  try {
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (!blob) throw new Error(tc('save.refused'));
    return blob;
  } finally {
    URL.revokeObjectURL(url);
  }
}
