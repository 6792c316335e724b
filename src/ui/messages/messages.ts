// The language of the page and the ways to speak it. English comes with the page, others when they are asked for. What
// is drawn is drawn anew when the language changes (see Root in main.tsx), so `t` is called while drawing, never before.
import type { Words } from '../../contract/cards.ts';
import { type Language, say } from '../../state/language.ts';
import { type Catalogue, chooseLanguage, type Key, type Translate, translatorOf } from './catalogue.ts';
import { en } from './en.ts';
import { type Numbers, numbersFor } from './numbers.ts';

interface Voice {
  readonly language: Language;
  readonly t: Translate;
  readonly numbers: Numbers;
  /** What the engine and the readers of files say, which is English. */
  readonly said: (sentence: string) => string;
}
type Vocabulary = Pick<Voice, 'said'> & { readonly catalogue: Catalogue };

const voiceOf = (language: Language, { catalogue, said }: Vocabulary): Voice => ({
  language,
  t: translatorOf(catalogue, language, said),
  numbers: numbersFor(language),
  said,
});

const ENGLISH: Vocabulary = { catalogue: en, said: (sentence) => sentence };
const LATER: Readonly<Record<Exclude<Language, 'en'>, () => Promise<Vocabulary>>> = {
  zh: () => import('./zh.ts').then(({ zh, said }) => ({ catalogue: zh, said })),
};

let voice = voiceOf('en', ENGLISH);
const listeners = new Set<() => void>();

export const language = (): Language => voice.language;
/** For React's useSyncExternalStore. */
export const onLanguage = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** The page speaks this language from now on; until its words are there, the one before. */
export async function speak(wanted: Language): Promise<void> {
  voice = voiceOf(wanted, wanted === 'en' ? ENGLISH : await LATER[wanted]());
  document.documentElement.lang = wanted === 'zh' ? 'zh-Hans' : wanted;
  for (const listener of listeners) listener();
}

/** What the visitor’s browser asks for. */
export const preferredLanguage = (): Language => chooseLanguage(navigator.languages ?? []);

export const t: Translate = (key, gaps) => voice.t(key, gaps);
/** A sentence of the engine, a parser or a reader of files, in the language of the page as far as it is known there. */
export const said = (sentence: string): string => voice.said(sentence);
export const words = (of: Words): string => say(of, voice.language);
export const numbers: Numbers = Object.fromEntries(
  Object.keys(voice.numbers).map((name) => [
    name,
    (value: number) => (voice.numbers as Readonly<Record<string, (value: number) => string>>)[name]?.(value),
  ]),
) as unknown as Numbers;

/** Texts that come with the part of the page that shows them: all languages, the same keys in each. */
export function texts<K extends string>(
  catalogues: Readonly<Record<Language, Catalogue<K>>>,
): Translate<NoInfer<K>> {
  const translators = new Map<Language, Translate<K>>();
  return (key, gaps) => {
    const spoken = voice.language;
    const translate = translators.get(spoken) ?? translatorOf(catalogues[spoken], spoken, voice.said);
    translators.set(spoken, translate);
    return translate(key, gaps);
  };
}

export type { Key };
