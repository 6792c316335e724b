// The texts of the looks at samples, which come with them.
import { texts } from './messages.ts';
import { samplesEn } from './samples.en.ts';
import { samplesZh } from './samples.zh.ts';

export const ts = texts({ en: samplesEn, zh: samplesZh });
