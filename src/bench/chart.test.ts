import { expect, test } from 'vitest';
import { chart, type Panel } from './chart.ts';

const panel = (points: Panel['series'][number]['points'], change: Partial<Panel> = {}): Panel => ({
  title: 'lanes',
  proportional: true,
  series: [{ name: 'a', points }],
  ...change,
});
const circles = (svg: string) =>
  [...svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)"/g)].map(
    ([, x, y]) => [Number(x), Number(y)] as const,
  );
const dashed = (svg: string) =>
  [...svg.matchAll(/d="M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)"[^>]*dasharray/g)].map((m) =>
    m.slice(1).map(Number),
  );

test('a cost that grows in proportion lies on the dashed line', () => {
  const svg = chart([panel([1, 2, 4, 8].map((x) => ({ x, y: 3 * x })))], 'ms');
  const [line] = dashed(svg) as [number[]];
  const [x1, y1, x2, y2] = line as [number, number, number, number];
  const slope = (y2 - y1) / (x2 - x1);
  const points = circles(svg);
  expect(points).toHaveLength(4);
  for (const [x, y] of points) expect(y).toBeCloseTo(y1 + slope * (x - x1), 0);
  expect(slope).toBeLessThan(0); // up on the page
});

test('a constant cost is level, and more is drawn higher', () => {
  const level = circles(chart([panel([1, 10, 100].map((x) => ({ x, y: 5 })))], 'ms'));
  expect(new Set(level.map(([, y]) => y)).size).toBe(1);
  const heights = circles(
    chart(
      [
        panel([
          { x: 1, y: 1 },
          { x: 2, y: 9 },
        ]),
      ],
      'ms',
    ),
  ).map(([, y]) => y);
  expect(heights[1]).toBeLessThan(heights[0] as number);
});

test('panels stand side by side, three in a row, and only those that ask have a dashed line', () => {
  const points = [1, 2].map((x) => ({ x, y: x }));
  const svg = chart(
    [panel(points), panel(points), panel(points), panel(points, { proportional: false })],
    'ms',
  );
  expect(svg.match(/translate\(\S+ \d+\)/g)).toEqual([
    'translate(0 0)',
    'translate(300 0)',
    'translate(600 0)',
    'translate(0 240)',
  ]);
  expect(dashed(svg)).toHaveLength(3);
});

test('words are escaped, and what has no logarithm is refused', () => {
  expect(chart([panel([{ x: 1, y: 1 }], { title: 'a<b' })], 'ms')).toContain('ms by a&lt;b');
  expect(() => chart([panel([{ x: 0, y: 1 }])], 'ms')).toThrow('lanes: logarithms need numbers above 0');
});
