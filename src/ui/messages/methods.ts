// The texts of the list of methods, which come with it.
import { texts } from './messages.ts';
import { methodsEn } from './methods.en.ts';
import { methodsZh } from './methods.zh.ts';

export const tm = texts({ en: methodsEn, zh: methodsZh });
