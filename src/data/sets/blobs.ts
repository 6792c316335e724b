// Three clouds: straight lines part them as well as anything can.
import { defineToy } from '../toy-set.ts';

export default defineToy({
  id: 'blobs',
  title: { en: 'Three clouds', zh: '三团点云' },
  plain: {
    en: 'Three Gaussian clouds; the noise is their width. Straight lines part them as well as anything can.',
    zh: '三团高斯点云,噪声就是它们的宽度。用直线就能分得最好。',
  },
  credit: 'Generated from a seed',
  classes: ['A', 'B', 'C'],
  noise: 0.2,
  place(label) {
    const angle = 2 * Math.PI * (0.25 + label / 3);
    return [0.55 * Math.cos(angle), 0.55 * Math.sin(angle)];
  },
});
