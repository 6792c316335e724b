// The texts of the benchmark in Simplified Chinese.
import { benchEn } from './bench.en.ts';
import type { Catalogue } from './catalogue.ts';

export const benchZh: Catalogue<keyof typeof benchEn> = { ...benchEn };
