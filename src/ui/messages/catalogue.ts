// How texts are looked up: typed keys, named gaps, plurals and numbers by the rules of the language.
import type { Language } from '../../state/language.ts';
import { en } from './en.ts';

export type Key = keyof typeof en;
type Text = string | { readonly one: string; readonly other: string };
/** A language that lacks a key is an error of types. */
export type Catalogue<K extends string = Key> = Readonly<Record<K, Text>>;
/** English is what all others fall back to. */
export type Catalogues<K extends string> = Readonly<Partial<Record<Language, Catalogue<K>>>> & {
  readonly en: Catalogue<K>;
};

const CATALOGUES: Catalogues<Key> = { en };

export type Gaps = Readonly<Record<string, string | number>>;
export type Translate<K extends string = Key> = (key: K, gaps?: Gaps) => string;

export const translator = (language: Language): Translate => translatorOf(CATALOGUES, language);

/** The same for texts that come later than the page. */
export function translatorOf<K extends string>(catalogues: Catalogues<K>, language: Language): Translate<K> {
  const catalogue: Catalogue<K> = catalogues[language] ?? catalogues.en;
  const plural = new Intl.PluralRules(language);
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 20 });
  return (key, gaps = {}) => {
    const text = catalogue[key];
    const form =
      typeof text === 'string' ? text : text[plural.select(Number(gaps.n)) === 'one' ? 'one' : 'other'];
    return form.replace(/\{(\w+)\}/g, (gap, name: string) => {
      const value = Object.hasOwn(gaps, name) ? gaps[name] : undefined;
      if (value === undefined) return gap;
      return typeof value === 'number' ? number.format(value) : value;
    });
  };
}

/** The first language the visitor reads that has a catalogue. */
export function chooseLanguage(preferred: readonly string[]): Language {
  const spoken = Object.keys(CATALOGUES) as Language[];
  for (const tag of preferred) {
    const language = spoken.find((one) => tag.toLowerCase().split('-')[0] === one);
    if (language) return language;
  }
  return 'en';
}
