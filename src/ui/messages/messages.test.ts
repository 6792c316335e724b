// Texts and numbers as people read them.
import { describe, expect, it } from 'vitest';
import { chooseLanguage, translatorOf } from './catalogue.ts';
import { en } from './en.ts';
import { numbersFor } from './numbers.ts';

const t = translatorOf(en, 'en');
const numbers = numbersFor('en');

describe('texts', () => {
  it('fill their gaps, and leave one visible that nobody filled', () => {
    expect(t('transport.stepOf', { step: '1', total: 2000 })).toBe('Step 1 of 2,000');
    expect(t('transport.stepOf', { step: '1' })).toBe('Step 1 of {total}');
  });

  it('are singular for one', () => {
    expect(t('lane.more', { n: 1 })).toBe('1 more knob');
    expect(t('lane.more', { n: 3 })).toBe('3 more knobs');
  });

  it('are in English where the visitor’s language has no catalogue', () => {
    expect(chooseLanguage(['fr-FR', 'en-GB'])).toBe('en');
    expect(chooseLanguage([])).toBe('en');
  });
});

describe('numbers', () => {
  it('that are missing or not finite are a dash', () => {
    expect(numbers.percent(undefined)).toBe('–');
    expect(numbers.fixed3(Number.NaN)).toBe('–');
    expect(numbers.bytes(null)).toBe('–');
  });

  it('are short and have units', () => {
    expect(numbers.percent(0.912)).toBe('91.2%');
    expect(numbers.points(0.083)).toBe('+8.3');
    expect(numbers.bytes(4840)).toBe('4.84 kB');
    expect(numbers.duration(19_000)).toBe('19 sec');
    expect(numbers.duration(180_000)).toBe('3 min');
  });
});
