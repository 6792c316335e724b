// The language of the page, chosen once from what the visitor reads, and the ways to speak it.
import type { Words } from '../../contract/cards.ts';
import { type Language, say } from '../../state/language.ts';
import { chooseLanguage, type Translate, translator } from './catalogue.ts';
import { numbersFor } from './numbers.ts';

export const language: Language = chooseLanguage(globalThis.navigator?.languages ?? []);
export const t: Translate = translator(language);
export const words = (of: Words): string => say(of, language);
export const numbers = numbersFor(language);
