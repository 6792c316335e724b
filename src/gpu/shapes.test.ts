// Symbolic shapes: sizes bound to names, and what is said where they do not fit.
import { expect, test } from 'vitest';
import { matchShapes, type Signature, sizesOf } from './shapes.ts';

const signature: Signature = {
  student: ['seeds', 'batch', 'classes'],
  labels: ['seeds', 'batch'],
  clock: ['4'],
};
const shapes = { student: [2, 8, 10], labels: [2, 8], clock: [4] };

test('names get their sizes in the order they first appear; a number stands for itself', () => {
  const dims = matchShapes('kd', signature, shapes);
  expect(Object.entries(dims)).toEqual([
    ['seeds', 2],
    ['batch', 8],
    ['classes', 10],
  ]);
  expect(sizesOf(['classes', 'seeds', '4'], dims)).toEqual([10, 2, 4]);
  expect(sizesOf([], dims)).toEqual([]);
});

test('a tensor more than the signature has is not looked at', () => {
  expect(matchShapes('kd', { labels: ['seeds', 'batch'] }, shapes)).toEqual({ seeds: 2, batch: 8 });
});

test.each([
  [{ student: [2, 8, 10], labels: [2, 8] }, 'kd: clock is missing'],
  [{ ...shapes, labels: [16] }, 'kd: labels is [16], expected [seeds,batch]'],
  [{ ...shapes, labels: [2, 7] }, 'kd: labels is [2,7], so batch is 7 there, but it is 8 elsewhere'],
  [{ ...shapes, clock: [3] }, 'kd: clock is [3], so 4 is 3 there, but it is 4 elsewhere'],
])('%j is refused', (wrong, sentence) => {
  expect(() => matchShapes('kd', signature, wrong as typeof shapes)).toThrow(sentence);
});

test('a dimension nobody bound has no size', () => {
  expect(() => sizesOf(['height'], { seeds: 1 })).toThrow('no size for the dimension height');
});
