// What can be said about data that are brought in: each a sentence in the catalogue of the page, with its gaps.

export type RemarkKey =
  | 'refused.empty'
  | 'refused.tooLarge'
  | 'refused.binary'
  | 'refused.unreadable'
  | 'refused.rows'
  | 'refused.columns'
  | 'refused.noNumbers'
  | 'refused.noRows'
  | 'refused.numbers'
  | 'refused.classes'
  | 'refused.oneClass'
  | 'refused.noLabel'
  | 'refused.images'
  | 'refused.noImages'
  | 'refused.noCanvas'
  | 'refused.zip'
  | 'refused.zip64'
  | 'refused.zipEntries'
  | 'refused.zipBomb'
  | 'left.column.text'
  | 'left.column.empty'
  | 'left.rows.missing'
  | 'left.rows.huge'
  | 'left.rows.ragged'
  | 'left.rows.quotes'
  | 'left.rows.label'
  | 'left.class'
  | 'left.file.empty'
  | 'left.file.large'
  | 'left.file.notImage'
  | 'left.file.pixels'
  | 'left.file.undecodable'
  | 'left.file.noFolder'
  | 'left.file.label'
  | 'left.file.encrypted'
  | 'left.file.method'
  | 'left.file.forged'
  | 'left.file.damaged'
  | 'left.file.duplicate'
  | 'left.files.hidden'
  | 'left.files.more'
  | 'left.point'
  | 'left.points.more'
  | 'warn.small'
  | 'warn.imbalance';

export interface Remark {
  readonly say: RemarkKey;
  readonly gaps?: Readonly<Record<string, string | number>>;
}

export const remark = (say: RemarkKey, gaps?: Remark['gaps']): Remark => (gaps ? { say, gaps } : { say });

/** Something because of which nothing of the file is used. */
export class Refused extends Error {
  readonly remark: Remark;
  constructor(say: RemarkKey, gaps?: Remark['gaps']) {
    super(say);
    this.remark = remark(say, gaps);
  }
}

/** Places that are named one by one; the others are counted. */
const NAMED = 5;

/** Numbers of lines, the first few of them. */
export const linesOf = (lines: readonly number[]): string =>
  lines.slice(0, NAMED).join(', ') + (lines.length > NAMED ? ' …' : '');

/** Names from files are shown shortened. */
export const shown = (name: string): string => (name.length > 60 ? `${name.slice(0, 59)}…` : name);
