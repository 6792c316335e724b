// The texts of the looks that compare networks, which come with them.
import { compareEn } from './compare.en.ts';
import { compareZh } from './compare.zh.ts';
import { texts } from './messages.ts';

export const tc = texts({ en: compareEn, zh: compareZh });
