// The texts of the looks at scenes, which come with them.
import { texts } from './messages.ts';
import { scenesEn } from './scenes.en.ts';
import { scenesZh } from './scenes.zh.ts';

export const tv = texts({ en: scenesEn, zh: scenesZh });
