// Two half circles that reach into each other: one bend is enough to part them.
import { defineToy } from '../toy-set.ts';

export default defineToy({
  id: 'moons',
  title: { en: 'Two moons', zh: '双月' },
  plain: {
    en: 'Two half circles that reach into each other. A straight line errs on the tips.',
    zh: '两个互相嵌入的半圆,直线会在尖端出错。',
  },
  credit: 'Generated from a seed, after make_moons of scikit-learn',
  classes: ['A', 'B'],
  noise: 0.1,
  place(label, chance) {
    const angle = Math.PI * chance.next();
    const x = label === 0 ? Math.cos(angle) : 1 - Math.cos(angle);
    const y = label === 0 ? Math.sin(angle) : 0.5 - Math.sin(angle);
    // From [-1, 2] × [-0.5, 1] to the middle of the plane, without bending it.
    return [(x - 0.5) / 1.5, (y - 0.25) / 1.5];
  },
});
