// The texts of the benchmark, which come with it: few visitors open it, and the page should stand soon.
import { benchEn } from './bench.en.ts';
import { translatorOf } from './catalogue.ts';
import { language } from './messages.ts';

export const tb = translatorOf({ en: benchEn }, language);
