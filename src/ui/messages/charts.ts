// The texts of the charts, which come with them.
import { chartsEn } from './charts.en.ts';
import { chartsZh } from './charts.zh.ts';
import { texts } from './messages.ts';

export const tc = texts({ en: chartsEn, zh: chartsZh });
