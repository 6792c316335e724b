// How texts are looked up: typed keys, named gaps, plurals and numbers by the rules of the language.
import { LANGUAGES, type Language } from '../../state/language.ts';
import type { en } from './en.ts';

export type Key = keyof typeof en;
type Text = string | { readonly one: string; readonly other: string };
/** A language that lacks a key is an error of types. */
export type Catalogue<K extends string = Key> = Readonly<Record<K, Text>>;
export type Gaps = Readonly<Record<string, string | number>>;
export type Translate<K extends string = Key> = (key: K, gaps?: Gaps) => string;

/** @param say says what fills a gap in that language, where it is words */
export function translatorOf<K extends string>(
  catalogue: Catalogue<K>,
  language: Language,
  say: (text: string) => string = (text) => text,
): Translate<K> {
  const plural = new Intl.PluralRules(language);
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 20 });
  return (key, gaps = {}) => {
    const text = catalogue[key];
    const form =
      typeof text === 'string' ? text : text[plural.select(Number(gaps.n)) === 'one' ? 'one' : 'other'];
    return form.replace(/\{(\w+)\}/g, (gap, name: string) => {
      const value = Object.hasOwn(gaps, name) ? gaps[name] : undefined;
      if (value === undefined) return gap;
      return typeof value === 'number' ? number.format(value) : say(value);
    });
  };
}

/** The first of the page's languages among those the visitor reads. */
export function chooseLanguage(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const language = LANGUAGES.find((one) => tag.toLowerCase().split('-')[0] === one);
    if (language) return language;
  }
  return 'en';
}
