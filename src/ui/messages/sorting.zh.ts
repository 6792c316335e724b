// The words of dragging lanes, in Simplified Chinese.
import type { Catalogue } from './catalogue.ts';
import type { sortingEn } from './sorting.en.ts';

export const sortingZh: Catalogue<keyof typeof sortingEn> = {
  'sorting.grip': '移动赛道 {name}',
  'sorting.how': '按空格键拿起赛道，用方向键移动，再按空格键放下，按 Esc 键则留在原处。',
  'sorting.start': '已拿起 {name}，第 {place} 条赛道，共 {count} 条。',
  'sorting.over': '{name} 将成为第 {place} 条赛道，共 {count} 条。',
  'sorting.end': '{name} 现在是第 {place} 条赛道，共 {count} 条。',
  'sorting.cancel': '{name} 仍是第 {place} 条赛道，共 {count} 条。',
};
