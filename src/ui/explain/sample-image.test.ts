import { describe, expect, it } from 'vitest';
import { isImage, samplePixels } from './sample-image.ts';

describe('a sample as a picture', () => {
  it('is grey with one channel', () => {
    expect([...samplePixels(Float32Array.of(0, 1), [1, 2, 1])]).toEqual([0, 0, 0, 255, 255, 255, 255, 255]);
  });
  it('has its colours with three', () => {
    expect([...samplePixels(Float32Array.of(1, 0.2, 0), [1, 1, 3])]).toEqual([255, 51, 0, 255]);
  });
  it('does not brighten a dark picture, but fits one that is counted otherwise', () => {
    expect(samplePixels(Float32Array.of(0, 0.2), [1, 2, 1])[4]).toBe(51);
    expect(samplePixels(Float32Array.of(0, 16), [1, 2, 1])[4]).toBe(255);
    expect(samplePixels(Float32Array.of(-1, 1), [1, 2, 1])[0]).toBe(0);
  });
  it('is one only with height, width and one or three channels', () => {
    expect([[2], [28, 28, 1], [32, 32, 3], [8, 8]].map(isImage)).toEqual([false, true, true, false]);
  });
});
