import { describe, expect, it } from 'vitest';
import { moveBy, zoomBetween, zoomBy, zoomByKey } from './zoom.ts';

describe('zooming', () => {
  it('takes whole steps around the stretch, whichever way it was drawn', () => {
    expect(zoomBetween(80.7, 20.2, 100)).toEqual([20, 81]);
    expect(zoomBetween(20.2, 80.7, 100)).toEqual([20, 81]);
  });
  it('stays within the run, shows four steps at least, and all of them is no zoom', () => {
    expect(zoomBetween(-5, 20, 100)).toEqual([0, 20]);
    expect(zoomBetween(98.9, 99.1, 100)).toEqual([96, 100]);
    expect(zoomBetween(50, 50.1, 100)).toEqual([49, 53]);
    expect(zoomBetween(-1, 101, 100)).toBeNull();
  });
  it('goes closer around the step that is pointed at, and back', () => {
    expect(zoomBy(null, 2, 100, 20)).toEqual([10, 60]);
    expect(zoomBy([10, 60], 2, 100, null)).toEqual([22, 48]);
    expect(zoomBy([10, 60], 2, 100, 99)).toEqual([22, 48]); // what is not shown is no centre
    expect(zoomBy([10, 60], 1 / 2, 100, 20)).toBeNull();
  });
  it('moves without changing the width, up to the ends', () => {
    expect(moveBy([10, 60], 0.25, 100)).toEqual([23, 73]);
    expect(moveBy([10, 60], -0.25, 100)).toEqual([0, 50]);
    expect(moveBy([80, 100], 0.25, 100)).toEqual([80, 100]);
    expect(moveBy(null, 0.25, 100)).toBeNull();
  });
  it('listens to its keys and to no other', () => {
    const key = (name: string, shiftKey = false) => zoomByKey({ key: name, shiftKey }, [10, 60], 100, null);
    expect(key('+')).toEqual([22, 48]);
    expect(key('Escape')).toBeNull();
    expect(key('ArrowRight', true)).toEqual([23, 73]);
    expect(key('ArrowRight')).toBeUndefined();
    expect(key('a')).toBeUndefined();
    expect(zoomByKey({ key: 'Escape', shiftKey: false }, null, 100, null)).toBeUndefined(); // a dialog may want it
  });
});
