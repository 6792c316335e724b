// The texts of palette and keys, which come with them.
import { texts } from './messages.ts';
import { paletteEn } from './palette.en.ts';
import { paletteZh } from './palette.zh.ts';

export const tp = texts({ en: paletteEn, zh: paletteZh });
