// The texts of the archive, which come with it.
import { archiveEn } from './archive.en.ts';
import { archiveZh } from './archive.zh.ts';
import { texts } from './messages.ts';

export const ta = texts({ en: archiveEn, zh: archiveZh });
