// How texts are looked up: typed keys, named gaps, plurals and numbers by the rules of the language.
import type { Language } from '../../state/language.ts';
import { en } from './en.ts';

export type Key = keyof typeof en;
type Text = string | { readonly one: string; readonly other: string };
/** A language that lacks a key is an error of types. */
export type Catalogue = Readonly<Record<Key, Text>>;

const CATALOGUES: Readonly<Partial<Record<Language, Catalogue>>> = { en };

export type Gaps = Readonly<Record<string, string | number>>;
export type Translate = (key: Key, gaps?: Gaps) => string;

export function translator(language: Language): Translate {
  const catalogue: Catalogue = CATALOGUES[language] ?? en;
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
