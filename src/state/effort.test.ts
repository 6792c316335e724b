// What was spent: set-ups tried and time of training, with a clock of the test.
import { describe, expect, it } from 'vitest';
import type { EngineEvent } from '../contract/protocol.ts';
import { withLaneAt, withLaneKnob, withLaneName } from './draft-lanes.ts';
import { type Effort, NO_EFFORT, spent } from './effort.ts';
import { put } from './json.ts';
import { type RunState, reduce, START } from './run.ts';
import { loadedRun } from './samples.test-data.ts';
import { DEFAULT_DRAFT, type Draft } from './setup.ts';

type State = Extract<EngineEvent, { type: 'transport' }>['state'];

/** A page on which things happen at times. */
class Page {
  run: RunState = START;
  effort: Effort = NO_EFFORT;
  applied: Draft = DEFAULT_DRAFT;

  hear(event: EngineEvent, now: number): void {
    const before = this.run;
    this.run = reduce(before, event);
    this.effort = spent(this.effort, before, this.run, this.applied, now);
  }
  load(now = 0): this {
    this.hear({ type: 'loaded', run: loadedRun() }, now);
    return this.stand('ready', 0, now);
  }
  stand(state: State, step: number, now: number, phase: 'teacher' | 'students' = 'students'): this {
    this.hear({ type: 'transport', state, phase, step, msPerStep: null }, now);
    return this;
  }
  tried = () => this.applied.keys.map((key) => this.effort.tried[key]?.length ?? 0);
}

describe('the time of training', () => {
  it('is that between playing and standing, and not that of standing', () => {
    const page = new Page()
      .load()
      .stand('playing', 0, 1000)
      .stand('playing', 5, 1400)
      .stand('paused', 9, 1700);
    expect(page.effort.trained).toEqual({ teacher: 0, students: 700 });
    page.stand('playing', 9, 9000).stand('finished', 12, 9300);
    expect(page.effort.trained).toEqual({ teacher: 0, students: 1000 });
  });

  it('is told apart by phase, and begins anew with another run', () => {
    const page = new Page().load();
    page.stand('playing', 0, 100, 'teacher').stand('playing', 0, 350, 'students').stand('paused', 3, 450);
    expect(page.effort.trained).toEqual({ teacher: 250, students: 100 });
    page.load(500);
    expect(page.effort.trained).toEqual({ teacher: 0, students: 0 });
  });
});

describe('the set-ups tried of a lane', () => {
  const run = (page: Page) => page.load().stand('playing', 0, 1).stand('finished', 12, 2);

  it('are none before it trains, and one however often the same is run', () => {
    const page = new Page().load();
    expect(page.tried()).toEqual([0, 0, 0, 0]);
    run(run(page));
    expect(page.tried()).toEqual([1, 1, 1, 1]);
  });

  it('are more for the lane that was turned, also while it trained', () => {
    const page = run(new Page());
    page.applied = withLaneKnob(page.applied, 1, 'T', 8);
    run(page);
    expect(page.tried()).toEqual([1, 2, 1, 1]);
    page.load().stand('playing', 0, 1);
    page.applied = withLaneKnob(page.applied, 1, 'T', 9);
    page.stand('playing', 5, 2);
    page.applied = withLaneKnob(page.applied, 1, 'T', 10);
    page.stand('finished', 12, 3);
    expect(page.tried()).toEqual([1, 3, 1, 1]); // 9 was only passed through
  });

  it('are more for all when training changes, and not for another seed, name, place or engine', () => {
    const page = run(new Page());
    page.applied = put(page.applied, ['setup', 'training', 'rate'], 0.001);
    run(page);
    expect(page.tried()).toEqual([2, 2, 2, 2]);
    page.applied = withLaneName(withLaneAt(page.applied, 1, 3), 2, 'Mine');
    page.applied = put(put(page.applied, ['setup', 'seed'], 9), ['setup', 'engine'], 'cpu');
    run(page);
    expect(page.tried()).toEqual([2, 2, 2, 2]);
  });

  it('count a single step', () => {
    const page = new Page().load().stand('paused', 1, 5);
    expect(page.tried()).toEqual([1, 1, 1, 1]);
  });
});
