// The texts of slow motion, which come with it.
import { texts } from './messages.ts';
import { slowMotionEn } from './slow-motion.en.ts';
import { slowMotionZh } from './slow-motion.zh.ts';

export const ts = texts({ en: slowMotionEn, zh: slowMotionZh });
