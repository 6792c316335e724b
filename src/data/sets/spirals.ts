// Two arms wound around each other: the border is long, and a small network cannot follow it.
import { defineToy } from '../toy-set.ts';

const TURNS = 1.5;

export default defineToy({
  id: 'spirals',
  title: { en: 'Two spirals', zh: '双螺旋' },
  plain: {
    en: 'Two arms wound around each other. The border between them is long and curved.',
    zh: '两条互相缠绕的旋臂,分界线又长又弯。',
  },
  credit: 'Generated from a seed, after K. Lang & M. Witbrock 1988',
  classes: ['A', 'B'],
  noise: 0.04,
  place(label, chance) {
    // The root makes the points about equally dense along the arm.
    const radius = 0.1 + 0.9 * Math.sqrt(chance.next());
    const angle = 2 * Math.PI * (TURNS * radius + label / 2);
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  },
});
