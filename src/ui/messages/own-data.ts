// The texts of the dialog for one's own data, which come with it.
import { texts } from './messages.ts';
import { ownDataEn } from './own-data.en.ts';
import { ownDataZh } from './own-data.zh.ts';

export const td = texts({ en: ownDataEn, zh: ownDataZh });
