// The texts of the table of results, which come with it.
import { texts } from './messages.ts';
import { resultsEn } from './results.en.ts';
import { resultsZh } from './results.zh.ts';

export const tr = texts({ en: resultsEn, zh: resultsZh });
