// The texts of the studies, which come with them.
import { texts } from './messages.ts';
import { studiesEn } from './studies.en.ts';
import { studiesZh } from './studies.zh.ts';

export const td = texts({ en: studiesEn, zh: studiesZh });
