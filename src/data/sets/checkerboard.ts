// Four by four fields of two colours: many borders, and nothing to gain from a single straight line.
import { defineToy } from '../toy-set.ts';

const FIELDS = 4;

export default defineToy({
  id: 'checkerboard',
  title: { en: 'Checkerboard', zh: '棋盘' },
  plain: {
    en: 'Sixteen fields of two colours. Every straight line is as good as a coin.',
    zh: '两种颜色的十六个格子。任何一条直线都和抛硬币差不多。',
  },
  credit: 'Generated from a seed',
  classes: ['dark', 'light'],
  noise: 0.02,
  place(label, chance) {
    const row = chance.int(FIELDS);
    const column = 2 * chance.int(FIELDS / 2) + ((row + label) % 2);
    const side = 2 / FIELDS;
    return [(column + chance.next()) * side - 1, (row + chance.next()) * side - 1];
  },
});
