// A ring within a ring: the border is closed.
import { defineToy } from '../toy-set.ts';

const RADIUS = [0.9, 0.45] as const;

export default defineToy({
  id: 'circles',
  title: { en: 'Two circles', zh: '同心圆' },
  plain: {
    en: 'A ring within a ring. The border is closed, so a network needs at least three straight pieces for it.',
    zh: '环中有环。分界线是封闭的,网络至少需要三段直线才能围出它。',
  },
  credit: 'Generated from a seed, after make_circles of scikit-learn',
  classes: ['outer', 'inner'],
  noise: 0.08,
  place(label, chance) {
    const radius = RADIUS[label] ?? 0;
    const angle = 2 * Math.PI * chance.next();
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  },
});
