// The texts of episodes, which come with them.
import { episodesEn } from './episodes.en.ts';
import { episodesZh } from './episodes.zh.ts';
import { texts } from './messages.ts';

export const te = texts({ en: episodesEn, zh: episodesZh });
