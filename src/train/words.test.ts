// Every text of the cards and of the experiments is there in every language of the page.
import { describe, expect, it } from 'vitest';
import { PRESETS } from '../contract/presets.ts';
import { cards } from './cards.ts';

/** The paths of all texts in a value that lack Chinese. */
function lacking(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('en' in value) return 'zh' in value && value.zh ? [] : [path];
  return Object.entries(value).flatMap(([key, inner]) => lacking(inner, `${path}/${key}`));
}

describe('the words of the engine', () => {
  it('are there in Chinese, for every method, model, data set and experiment', () => {
    expect(lacking(cards)).toEqual([]);
    expect(lacking(PRESETS)).toEqual([]);
  });

  it('would be missed', () => {
    expect(lacking({ a: [{ title: { en: 'Only English' } }] })).toEqual(['/a/0/title']);
  });
});
