// Knobs that were turned, and when they are turned again.
import { expect, test } from 'vitest';
import { type Turn, Turns } from './turns.ts';

const turn = (step: number, value: number, more: Partial<Turn> = {}): Turn => ({
  phase: 'students',
  step,
  lane: 'lane-1',
  knob: 'T',
  value,
  ...more,
});
const values = (turns: readonly Turn[]) => turns.map((t) => t.value);

test('a turn that waits is due when its step has been taken, once', () => {
  const turns = new Turns();
  turns.wait(turn(3, 7));
  expect(turns.due({ phase: 'students', step: 2 })).toEqual([]);
  expect(values(turns.due({ phase: 'students', step: 3 }))).toEqual([7]);
  expect(turns.due({ phase: 'students', step: 4 })).toEqual([]);
  expect(values(turns.all)).toEqual([7]);
});

test('from a snapshot, turns made there or later are repeated; earlier ones are in it', () => {
  const turns = new Turns();
  turns.repeat([turn(2, 1), turn(5, 2), turn(6, 3)], { phase: 'students', step: 5 });
  expect(values(turns.due({ phase: 'students', step: 5 }))).toEqual([2]);
  expect(values(turns.due({ phase: 'students', step: 6 }))).toEqual([3]);
  expect(values(turns.all)).toEqual([1, 2, 3]);
});

test('turns still to be repeated are not forgotten when the run has to go back once more', () => {
  const again = new Turns();
  again.repeat([turn(9, 7)], { phase: 'students', step: 5 });
  const third = new Turns();
  third.repeat(again.all, { phase: 'students', step: 6 });
  expect(values(third.due({ phase: 'students', step: 9 }))).toEqual([7]);
});

test('a turn after the teacher’s last step is due before the students’ first', () => {
  const turns = new Turns();
  turns.repeat([turn(6, 7, { phase: 'teacher' })], { phase: 'teacher', step: 6 });
  expect(values(turns.due({ phase: 'students', step: 0 }))).toEqual([7]);
});

test('turns of the students wait while the teacher trains', () => {
  const turns = new Turns();
  turns.repeat([turn(0, 7)], { phase: 'teacher', step: 6 });
  expect(turns.due({ phase: 'teacher', step: 8 })).toEqual([]);
  expect(values(turns.due({ phase: 'students', step: 0 }))).toEqual([7]);
});

test('who turns a knob anew means it: what was to happen to this knob later does not', () => {
  const turns = new Turns();
  turns.repeat([turn(9, 7), turn(9, 0.5, { knob: 'alpha' }), turn(9, 3, { lane: 'lane-2' })], {
    phase: 'students',
    step: 5,
  });
  turns.make(turn(6, 2));
  expect(values(turns.due({ phase: 'students', step: 9 }))).toEqual([0.5, 3]);
});
