// The texts of "Take it with you", which come with it.
import { texts } from './messages.ts';
import { takeawayEn } from './takeaway.en.ts';
import { takeawayZh } from './takeaway.zh.ts';

export const tt = texts({ en: takeawayEn, zh: takeawayZh });
