// The texts of the loss editor and of the kernels, which come with them.
import { lossEn } from './loss.en.ts';
import { lossZh } from './loss.zh.ts';
import { texts } from './messages.ts';

export const tl = texts({ en: lossEn, zh: lossZh });
