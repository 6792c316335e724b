// The texts of the dialog that makes a link for a class, which come with it.
import { classLinkEn } from './class-link.en.ts';
import { classLinkZh } from './class-link.zh.ts';
import { texts } from './messages.ts';

export const tc = texts({ en: classLinkEn, zh: classLinkZh });
