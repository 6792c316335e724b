// How large assistants are and from whom they learn.
import { describe, expect, test } from 'vitest';
import { assistants, netBetween, sharesOf } from './assistants.ts';

const mlp = (...widths: number[]) => ({ model: 'mlp', widths, knobs: {} });

describe('a network between two', () => {
  test('is the teacher at 0, the student at 1, and on the geometric line between', () => {
    const nets = { teacher: mlp(256, 256), student: mlp(4, 16) };
    expect(netBetween(nets, 0).widths).toEqual([256, 256]);
    expect(netBetween(nets, 1).widths).toEqual([4, 16]);
    expect(netBetween(nets, 0.5).widths).toEqual([32, 64]); // √(256·4), √(256·16)
  });

  test('has fewer layers the nearer it is to a shallow student; widths are taken from the matching depth', () => {
    const nets = { teacher: mlp(256, 128, 64), student: mlp(4) };
    expect(netBetween(nets, 0.25).widths.length).toBe(3); // 3 − 0.5
    expect(netBetween(nets, 0.5).widths).toEqual([32, 16]); // √(256·4), √(64·4)
    expect(netBetween(nets, 1).widths).toEqual([4]);
  });

  test('is of the student’s kind, and never without a unit', () => {
    const teacher = { model: 'cnn', widths: [8, 8], knobs: { norm: 'group' } };
    expect(netBetween({ teacher, student: mlp(2) }, 0.5)).toMatchObject({ model: 'mlp', knobs: {} });
    expect(netBetween({ teacher: mlp(1), student: mlp() }, 0.5).widths).toEqual([1]);
    expect(netBetween({ teacher: mlp(), student: mlp() }, 0.5).widths).toEqual([]);
  });
});

test('shares: evenly spread for a middle of a half, and one alone lies at the middle', () => {
  expect(sharesOf(1, 0.7)).toEqual([expect.closeTo(0.7, 10)]);
  expect(sharesOf(2, 0.5)).toEqual([expect.closeTo(1 / 3, 10), expect.closeTo(2 / 3, 10)]);
  const shares = sharesOf(3, 0.7);
  expect([...shares].sort()).toEqual(shares); // the largest first
});

describe('from whom they learn', () => {
  const common = { nets: { teacher: mlp(64), student: mlp(4) }, count: 3, middle: 0.5, knobs: { T: 2 } };

  test('in a chain from the one before, else each from the teacher', () => {
    expect(assistants({ ...common, learn: 'chain' }).map(({ from }) => from)).toEqual([
      ['teacher'],
      ['assistant-1'],
      ['assistant-2'],
    ]);
    expect(assistants({ ...common, learn: 'each' }).every(({ from }) => from[0] === 'teacher')).toBe(true);
  });

  test('each is smaller than the one before, larger than the student, and has the lane’s knobs', () => {
    const widths = assistants({ ...common, learn: 'each' }).map(({ net }) => net.widths[0] as number);
    expect(widths).toEqual([32, 16, 8]); // 64^(1−s)·4^s, s = 1/4, 2/4, 3/4
    expect(assistants({ ...common, learn: 'each' })[0]?.knobs).toEqual({ T: 2 });
  });
});
