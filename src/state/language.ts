// In which language the cards speak. English is always there.
import type { Words } from '../contract/cards.ts';

export const LANGUAGES = ['en', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];

export const say = (words: Words, language: Language): string =>
  language === 'zh' ? (words.zh ?? words.en) : words.en;
