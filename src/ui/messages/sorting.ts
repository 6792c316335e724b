// The texts of dragging lanes, which come with it.
import { texts } from './messages.ts';
import { sortingEn } from './sorting.en.ts';
import { sortingZh } from './sorting.zh.ts';

export const ts = texts({ en: sortingEn, zh: sortingZh });
