// From rows with the name of a class each to a data set: classes in order, too small ones left out, all of it named.
import {
  classCounts,
  MAX_CLASSES,
  MAX_NAME,
  MAX_OWN_BYTES,
  type OwnData,
  ownId,
  partSizes,
  SMALLEST_CLASS,
} from '../contract/own-data.ts';
import { Refused, type Remark, remark } from './own-data-remarks.ts';

export interface Rows {
  readonly kind: OwnData['kind'];
  readonly name: string;
  readonly shape: readonly number[];
  /** The name of the class of every row, [n]. */
  readonly labels: readonly string[];
  /** [n, …shape] */
  readonly x: OwnData['x'];
  readonly shares: OwnData['shares'];
}

/** What came of a file: the data or nothing, and a sentence for everything that was not used. */
export interface Reading {
  readonly data: OwnData | null;
  readonly remarks: readonly Remark[];
}

/** Labels a class below which a sentence warns. */
const FEW = 20;
/** How many times as large as the smallest a class may be without a word. */
const LOPSIDED = 3;

/** Numbers in their order, then names by their letters: the same on every machine. */
function inOrder(names: Iterable<string>): string[] {
  const number = (name: string) => (name === '' || Number.isNaN(Number(name)) ? null : Number(name));
  return [...names].sort((a, b) => {
    const [p, q] = [number(a), number(b)];
    if (p !== null && q !== null && p !== q) return p - q;
    if ((p === null) !== (q === null)) return p === null ? 1 : -1;
    return a < b ? -1 : a > b ? 1 : 0;
  });
}

/** Runs what may refuse everything, and says then why. */
export function reading(work: () => Reading): Reading {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refused) return { data: null, remarks: [error.remark] };
    throw error;
  }
}

/** @throws Refused where there is no data set in it. */
export function assemble(rows: Rows): Reading {
  const { labels, x, shape } = rows;
  const size = shape.reduce((product, n) => product * n, 1);
  const tally = new Map<string, number>();
  for (const label of labels) tally.set(label, (tally.get(label) ?? 0) + 1);
  const remarks: Remark[] = [];
  const kept = inOrder(tally.keys()).filter((name) => {
    const n = tally.get(name) ?? 0;
    if (tally.size <= MAX_CLASSES && n < SMALLEST_CLASS)
      remarks.push(remark('left.class', { name, n, least: SMALLEST_CLASS }));
    return n >= SMALLEST_CLASS;
  });
  if (kept.length > MAX_CLASSES || (kept.length < 2 && tally.size > MAX_CLASSES))
    throw new Refused('refused.classes', { n: tally.size, most: MAX_CLASSES });
  if (kept.length < 2)
    return { data: null, remarks: [...remarks, remark('refused.oneClass', { n: kept.length })] };
  const place = new Map(kept.map((name, label) => [name, label]));
  const chosen = labels.flatMap((name, row) => (place.has(name) ? [row] : []));
  if (4 * chosen.length * size > MAX_OWN_BYTES)
    throw new Refused('refused.numbers', { n: chosen.length * size, most: MAX_OWN_BYTES / 4 });
  const y = Int32Array.from(chosen, (row) => place.get(labels[row] as string) as number);
  const bare = {
    kind: rows.kind,
    shape,
    classes: kept,
    x: chosen.length === labels.length ? whole(x, labels.length * size) : gather(x, chosen, size),
    y,
    shares: rows.shares,
  };
  const name = rows.name.trim().slice(0, MAX_NAME);
  return { data: { ...bare, name, id: ownId(bare) }, remarks: [...remarks, ...warnings(bare)] };
}

function whole(x: OwnData['x'], length: number): OwnData['x'] {
  return x.length === length ? x : x.slice(0, length);
}

function gather(x: OwnData['x'], rows: readonly number[], size: number): OwnData['x'] {
  const kept =
    x instanceof Uint8Array ? new Uint8Array(rows.length * size) : new Float64Array(rows.length * size);
  for (const [i, row] of rows.entries()) kept.set(x.subarray(row * size, (row + 1) * size), i * size);
  return kept;
}

/** The same data under another name, with other shares set aside. */
export function withChoice(data: OwnData, name: string, shares: OwnData['shares']): OwnData {
  const { id: _, name: __, ...rest } = data;
  const bare = { ...rest, shares };
  return { ...bare, name: name.trim().slice(0, MAX_NAME), id: ownId(bare) };
}

/** Nothing is refused for these, but they bear on what can be learnt. */
export function warnings({ y, classes, shares }: Pick<OwnData, 'y' | 'classes' | 'shares'>): Remark[] {
  const counts = classCounts(y, classes.length);
  const least = Math.min(...counts);
  const most = Math.max(...counts);
  const scarce = classes[counts.indexOf(least)] as string;
  const said: Remark[] = [];
  const { train } = partSizes(least, shares);
  if (train < FEW) said.push(remark('warn.small', { name: scarce, n: train }));
  if (most > LOPSIDED * least) {
    const name = classes[counts.indexOf(most)] as string;
    said.push(remark('warn.imbalance', { name, other: scarce, ratio: Number((most / least).toFixed(1)) }));
  }
  return said;
}
