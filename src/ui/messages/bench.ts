// The texts of the benchmark, which come with it: few visitors open it, and the page should stand soon.
import { benchEn } from './bench.en.ts';
import { benchZh } from './bench.zh.ts';
import { texts } from './messages.ts';

export const tb = texts({ en: benchEn, zh: benchZh });
