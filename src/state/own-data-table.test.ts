import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SHARES } from '../contract/own-data.ts';
import { td } from '../ui/messages/own-data.ts';
import { readTable, type TableChoice } from './own-data-table.ts';

const CHOICE: TableChoice = { name: 'mine', shares: SHARES, header: null, label: null };
const bytes = (text: string) => new TextEncoder().encode(text);
const read = (text: string, choice: Partial<TableChoice> = {}) =>
  readTable(bytes(text), { ...CHOICE, ...choice });
const said = ({ remarks }: ReturnType<typeof readTable>) => remarks.map(({ say, gaps }) => td(say, gaps));
/** Ten rows of each class: `1.5,2,a` and so on, under a header. */
const rows = (n = 10, classes = ['a', 'b']) =>
  Array.from({ length: n * classes.length }, (_, i) => `${i / 2},${i * i},${classes[i % classes.length]}`);
const good = ['u,v,kind', ...rows()].join('\n');

describe('a table', () => {
  it('becomes data: header and label are found, rows keep their order', () => {
    const { data, look, remarks } = read(good);
    expect(look).toMatchObject({ header: true, label: 2, delimiter: ',', rows: 20 });
    expect(data?.classes).toEqual(['a', 'b']);
    expect(Array.from(data?.x.slice(0, 6) ?? [])).toEqual([0, 0, 0.5, 1, 1, 4]);
    expect(Array.from(data?.y.slice(0, 3) ?? [])).toEqual([0, 1, 0]);
    expect(remarks.map(({ say }) => say)).toEqual(['warn.small']);
  });

  it.each([
    ['semicolons and decimal commas', good.replaceAll(',', ';').replaceAll('.', ',')],
    ['tabs', good.replaceAll(',', '\t')],
    ['a byte order mark', `\ufeff${good}`],
    ['lines that end as on Windows', good.replaceAll('\n', '\r\n')],
    ['lines that end as on old Macs', good.replaceAll('\n', '\r')],
    ['blank lines', good.replaceAll('\n', '\n\n')],
    ['quotes', good.replaceAll(/([ab])$/gm, '"$1"')],
  ])('is the same with %s', (_what, text) => {
    expect(read(text).data?.id).toBe(read(good).data?.id);
    expect(read(text).look?.columns.map(({ name }) => name)).toEqual(['u', 'v', 'kind']);
  });

  it('may have no header, and another column may be the label', () => {
    const bare = read(rows().join('\n'));
    expect(bare.look?.header).toBe(false);
    expect(bare.data?.id).toBe(read(good).data?.id);
    const digits = ['p,q', ...Array.from({ length: 20 }, (_, i) => `${i % 2},${i}`)].join('\n');
    expect(read(digits, { label: 0 }).data?.classes).toEqual(['0', '1']);
    expect(read(good, { header: false }).data?.y.length).toBe(20); // the header is a row with no number then
    expect(said(read(good, { header: false }))[0]).toBe(
      'One row was left out, where a value is missing or no number: line 1.',
    );
  });

  it('orders classes that are numbers as numbers', () => {
    const text = Array.from({ length: 60 }, (_, i) => `${i},${i % 12}`).join('\n');
    expect(read(text).data?.classes).toEqual('0 1 2 3 4 5 6 7 8 9 10 11'.split(' '));
  });

  it('names the line on which a row begins, after cells of many lines too', () => {
    const text = `u,note,k\n1,"two\nlines",a\n${rows().join('\n')}\nx,1,a`;
    expect(said(read(text)).find((sentence) => sentence.includes('missing'))).toContain('lines 2, 24.');
  });

  it('reads UTF-16 where its mark says so', () => {
    const wide = new Uint8Array(2 + 2 * good.length);
    wide.set([0xff, 0xfe]);
    for (let i = 0; i < good.length; i++) wide[2 + 2 * i] = good.charCodeAt(i);
    expect(readTable(wide, CHOICE).data?.id).toBe(read(good).data?.id);
  });
});

/** What is refused as a whole. */
const REFUSED: [string, string | Uint8Array, string, Partial<TableChoice>?][] = [
  ['nothing', '', 'The file is empty.'],
  ['blank lines only', '\n\n  \n', 'The file is empty.'],
  ['a header only', 'u,v,kind\n', 'No column of numbers is left beside the label'],
  [
    'one class',
    ['u,v,k', ...rows(10, ['a'])].join('\n'),
    'There is one class of five samples or more; at least two',
  ],
  [
    'a class each',
    Array.from({ length: 200 }, (_, i) => `${i},w${i}`).join('\n'),
    'There are 200 different labels',
  ],
  [
    'words only',
    Array.from({ length: 20 }, () => 'p,q,r').join('\n'),
    'No column of numbers is left beside the label',
  ],
  [
    'infinities only',
    Array.from({ length: 20 }, (_, i) => `1e999,${'ab'[i % 2]}`).join('\n'),
    'No row is left.',
  ],
  ['a picture', Uint8Array.from({ length: 3000 }, (_, i) => (i * 37) % 256), 'The file is not text'],
  ['zeros', new Uint8Array(500), 'The file is not text'],
  ['a million columns', '1,'.repeat(999_999), 'There are 1,000,000 columns; at most 1,025'],
  ['too many rows', '1,a\n'.repeat(100_002), 'There are more than 100,000 rows'],
  ['too many bytes', new Uint8Array(20 * 1024 * 1024 + 1).fill(49), 'It has 20.0 MiB; at most 20.0 MiB'],
  ['a label that is not there', good, 'Column 8 was to be the label; there are 3 columns.', { label: 7 }],
  [
    'a quote that is never closed',
    `u,k\n1,"a\n${rows().join('\n')}`,
    'in which a quotation mark is amiss: line 2',
  ],
];

/** What is left out while the rest is used. */
const LEFT: [string, string, string][] = [
  [
    'a missing value',
    `${good}\n,3,a`,
    'One row was left out, where a value is missing or no number: line 22.',
  ],
  [
    'NaN',
    `${good}\nNaN,3,a\nnan,1,b`,
    '2 rows were left out, where a value is missing or no number: lines 22, 23.',
  ],
  ['Infinity as a word', `${good}\nInfinity,3,a`, 'missing or no number: line 22.'],
  ['an infinite number', `${good}\n1e999,3,a`, 'with an infinite number or one beyond 10¹⁵: line 22.'],
  ['a huge number', `${good}\n-1e16,3,a`, 'with an infinite number or one beyond 10¹⁵: line 22.'],
  ['hexadecimal digits', `${good}\n0x10,3,a`, 'missing or no number: line 22.'],
  ['too few cells', `${good}\n1,a`, 'with more or fewer cells than there are columns: line 22.'],
  ['too many cells', `${good}\n1,2,a,4`, 'with more or fewer cells than there are columns: line 22.'],
  ['no label', `${good}\n1,2,`, 'missing or no number: line 22.'],
  [
    'a label of a page',
    `${good}\n1,2,${'a'.repeat(61)}`,
    'with a label of more than 60 characters: line 22.',
  ],
  ['a class of two', `${good}\n1,2,c\n1,3,c`, 'Class “c” was left out: it has 2 samples, a class needs 5.'],
  ['a quote in the middle', `${good}\n1,2,"a" b`, 'in which a quotation mark is amiss: line 22.'],
  ['many bad rows', `${good}${'\nx,1,a'.repeat(9)}`, 'lines 22, 23, 24, 25, 26 …'],
];

describe('a malformed table', () => {
  it.each(REFUSED)('with %s gives no data and a sentence', (_what, content, sentence, choice = {}) => {
    const result = readTable(typeof content === 'string' ? bytes(content) : content, {
      ...CHOICE,
      ...choice,
    });
    expect(result.data).toBeNull();
    expect(said(result).join(' ')).toContain(sentence);
  });

  it.each(LEFT)('with %s loses that and nothing else', (_what, text, sentence) => {
    const result = read(text);
    expect(said(result).join(' ')).toContain(sentence);
    expect(result.data?.id).toBe(read(good).data?.id);
  });

  it('with columns of words or of nothing leaves them out by name', () => {
    const text = ['u,note,void,kind', ...rows().map((row) => row.replace(',', ',word,,'))].map((row) =>
      row.replace(/,\d+,([ab])$/, ',$1'),
    );
    const result = read(text.join('\n'));
    expect(said(result).slice(0, 2)).toEqual([
      'Column “note” was left out: most of it is not numbers.',
      'Column “void” was left out: it is empty.',
    ]);
    expect(result.data?.shape).toEqual([1]);
  });

  it('with the same name twice numbers the columns, and names that mean something to objects are names', () => {
    const { look } = read(['u,u,kind', ...rows()].join('\n'));
    expect(look?.columns.map(({ name }) => name)).toEqual(['u', 'u (2)', 'kind']);
    const names = ['__proto__', 'constructor'];
    const { data } = read(['__proto__,toString,label', ...rows(10, names)].join('\n'));
    expect(data?.classes).toEqual(names);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

describe('any bytes', () => {
  it('are read without throwing, and what comes of them is whole or nothing', () => {
    const cell = fc.oneof(
      fc.double().map(String),
      fc.constantFrom('a', 'b', '', '"', 'NaN', '1e400', '__proto__'),
      fc.string(),
    );
    const table = fc
      .array(fc.array(cell, { maxLength: 6 }), { maxLength: 40 })
      .map((lines) => bytes(lines.map((line) => line.join(',')).join('\n')));
    fc.assert(
      fc.property(
        fc.oneof(table, fc.uint8Array({ maxLength: 300 })),
        fc.option(fc.nat({ max: 8 })),
        (content, label) => {
          const { data, remarks } = readTable(content, { ...CHOICE, label });
          expect(data !== null || remarks.length > 0).toBe(true);
          if (data) expect(data.x.length).toBe(data.y.length * (data.shape[0] as number));
        },
      ),
      { numRuns: 300, seed: 1 },
    );
  });
});
