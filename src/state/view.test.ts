// The page's look in a link: language, hidden parts, embedding.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from './language.ts';
import { readLink } from './link.ts';
import { PARTS, splitView, type View, WHOLE_PAGE, writeView } from './view.ts';

const views: fc.Arbitrary<View> = fc.record({
  language: fc.constantFrom(null, ...LANGUAGES),
  hide: fc.subarray([...PARTS]),
  embed: fc.boolean(),
});

describe('a view', () => {
  it('is read as it was written, whatever set-up it follows', () => {
    fc.assert(
      fc.property(views, fc.constantFrom('preset=digits', 'preset=spirals&seed=7', ''), (view, setup) => {
        const split = splitView(`#${setup}${writeView(view)}`);
        expect(split.view).toEqual({ ok: true, value: view });
        expect(readLink(split.setup)).toEqual(readLink(setup));
      }),
    );
  });

  it('is the whole page where a link says nothing of it', () => {
    expect(splitView('#preset=digits').view).toEqual({ ok: true, value: WHOLE_PAGE });
    expect(writeView(WHOLE_PAGE)).toBe('');
  });

  it.each([
    ['lang=fr', 'lang: expected one of en, zh, got "fr".'],
    ['hide=setup,walls', 'hide: there is no part "walls"; there are setup, knobs'],
    ['embed=maybe', 'embed: expected true or false, got "maybe".'],
    ['lang=en&lang=zh', '"lang" stands there twice.'],
    ['hide=%E0%A4%A', 'hide: there is no part "%E0%A4%A"'],
  ])('that says %s is refused with a sentence', (fragment, sentence) => {
    const { view } = splitView(fragment);
    expect(view.ok ? '' : view.problems.join(' ')).toContain(sentence);
  });
});
