// Every text of the page in English. Another language is one more file with the same keys (see messages.ts).
import { pageEn } from './page.en.ts';
import { viewsEn } from './views.en.ts';

export const en = { ...pageEn, ...viewsEn } as const;
