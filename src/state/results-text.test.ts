// The table as text: what stands in it, and that no name breaks out of it.
import { parse } from 'papaparse';
import { describe, expect, it } from 'vitest';
import { paired } from '../study/statistics.ts';
import { summary } from '../study/summary.ts';
import type { ResultRow } from './results.ts';
import { type ResultTexts, toCsv, toLatex, toMarkdown } from './results-text.ts';

const NASTY = 'a|b "q", 50 % & #1_x$ {y} \\z ~^<i>\n*new*';

const row = (more: Partial<ResultRow> = {}): ResultRow => ({
  id: 'lane-1',
  name: 'KD',
  method: 'kd',
  color: '',
  dash: '',
  last: { step: 20, samples: 500, test: summary([0.5, 0.6]), validation: summary([0.5, 0.6]) },
  seeds: [0.5, 0.6],
  best: null,
  vsAlone: paired([0.5, 0.6], [0.4, 0.48]),
  vsReference: null,
  agreement: null,
  kl: null,
  calibration: null,
  stopped: null,
  tried: 2,
  steps: 20,
  seconds: 1.25,
  parameters: 4810,
  macs: 4700,
  before: null,
  ...more,
});
const texts: ResultTexts = {
  lane: 'Lane',
  columns: [
    { id: 'last', title: 'Test accuracy, %' },
    { id: 'vsAlone', title: `− ${NASTY}` },
    { id: 'tried', title: 'Tried' },
  ],
  caption: ['Two seeds (7 to 8).', `Adapter ${NASTY}`],
  stopped: 'stopped',
};
const rows = [
  row({ name: NASTY }),
  row({ name: '=1+1', stopped: 'NaN', last: null, seeds: [], vsAlone: null }),
];

describe('Markdown', () => {
  const lines = toMarkdown(rows, texts).split('\n');
  const table = lines.filter((line) => line.startsWith('|'));

  it('has as many cells in every row, whatever a name has in it', () => {
    const cells = table.map((line) => line.split(/(?<!\\)\|/).length - 2);
    expect(cells).toEqual([4, 4, 4, 4]);
  });

  it('tells what trained before a student apart from the student, where something did', () => {
    const costs = {
      ...texts,
      columns: [{ id: 'steps', title: 'Steps' } as const, { id: 'macs', title: 'MACs' } as const],
    };
    const before = { steps: 40, seconds: 3, parameters: 9000, macs: 8000 };
    const [, , with_, without] = toMarkdown([row({ before }), row()], costs)
      .split('\n')
      .filter((line) => line.startsWith('|'));
    expect(with_).toBe('| KD | 20 + 40 | 4,700 + 8,000 |');
    expect(without).toBe('| KD | 20 | 4,700 |');
  });

  it('has mean ± deviation, and the difference with its interval', () => {
    // 0.1 and 0.12: mean 0.11, s = 0.0141421, t(1) = 12.7062, half = 12.7062 · 0.0141421 / √2 = 0.127062.
    expect(table[2]).toContain('| 55.00 ± 7.07 | +11.00 \\[−1.71, +23.71\\] | 2 |');
    expect(table[3]).toBe('| =1+1 (stopped) | – | – | 2 |');
  });

  it('has the caption above, and no markup of a stranger', () => {
    expect(lines[0]).toBe('Two seeds (7 to 8).');
    expect(table[2]).toContain('\\<i\\> \\*new\\*');
  });
});

describe('LaTeX', () => {
  const text = toLatex(rows, texts);

  it('has no sign of TeX that a name brought', () => {
    expect(text).toContain(
      'a\\textbar{}b \\textquotedbl{}q\\textquotedbl{}, 50 \\% \\& \\#1\\_x\\$ \\{y\\} \\textbackslash{}z \\textasciitilde{}\\textasciicircum{}\\textless{}i\\textgreater{} *new*',
    );
    const body = text.split('\\hline')[2] ?? '';
    for (const line of body.trim().split('\n')) expect(line.split(/(?<!\\)&/)).toHaveLength(4);
  });

  it('writes ± and − in mathematics', () => {
    expect(text).toContain('55.00 $\\pm$ 7.07 & +11.00 [$-$1.71, +23.71] & 2 \\\\');
    expect(text).toContain('\\begin{tabular}{lrrr}');
    expect(text).toMatch(/\\caption\{Two seeds \(7 to 8\)\. Adapter/);
  });
});

describe('CSV', () => {
  const text = toCsv(rows, texts, { seed: 7, reference: null });
  const { data, errors } = parse<Record<string, string>>(text, {
    header: true,
    comments: '#',
    skipEmptyLines: true,
  });

  it('is read back by a reader of CSV, name for name and number for number', () => {
    expect(errors).toEqual([]);
    expect(data).toHaveLength(2);
    expect(data[0]?.lane).toBe(NASTY);
    expect(data[0]).toMatchObject({ test_mean: '0.55', test_seed_7: '0.5', test_seed_8: '0.6', tried: '2' });
    expect(Number(data[0]?.test_minus_alone_low)).toBeCloseTo(0.11 - 0.127062, 5);
    expect(data[1]?.test_mean).toBe('');
  });

  it('says above what it is, and holds no formula for a spreadsheet', () => {
    expect(
      text
        .split('\n')
        .slice(0, 2)
        .every((line) => line.startsWith('# ')),
    ).toBe(true);
    expect(data[1]?.lane).toBe("'=1+1");
  });
});
