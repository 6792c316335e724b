// Teacher assistants (TAKD): the student learns from a network between it and the teacher in size, which learned from the teacher.
import { TEACHER } from '../../contract/protocol.ts';
import { assistantCount, assistantSize, assistants } from '../assistants.ts';
import { defineMethod } from '../method.ts';
import { softFormula, softKnobs, softLoss } from '../soft-loss.ts';

const knobs = { ...softKnobs, m: assistantCount([1, 2], 1), s: assistantSize };

export default defineMethod<typeof knobs>({
  ...softLoss,
  id: 'takd',
  title: { en: 'Teacher assistants (TAKD)', zh: '助教蒸馏（TAKD）' },
  plain: {
    en: 'A large teacher can be too far above a tiny student. A network of middle size learns from the teacher first, and the student learns from that one.',
    zh: '大教师可能离很小的学生太远。先让一个中等大小的网络向教师学习，学生再向它学习。',
  },
  cite: 'Mirzadeh, Farajtabar, Li, Levine, Matsukawa & Ghasemzadeh 2020, arXiv:1902.03393',
  experiment: 'preset=capacity-gap&lanes=alone;kd;takd(s:0.8)',
  formula: String.raw`${softFormula('q_{m}^{T}')},\qquad \text{teacher} \to q_1 \to \dots \to q_m \to p`,
  knobs,
  tracked: {},
  perSample: {},
  needsTeacher: true,
  usesPool: true,
  note: {
    en: 'Each assistant has as many steps as the student and the same labels, pool and settings; their cost is counted with the lane. The paper tunes T and the weight of each step of the chain; here one pair of knobs serves all. The authors’ code averages the KL over classes too, which makes its term C times weaker than here. The best size in the paper is near the middle of the accuracies, not of the sizes.',
    zh: '每个助教与学生步数相同，标签、样本池与设置也相同；其代价计入本赛道。论文对链上每一步分别调节 T 与权重，这里共用一组旋钮。作者代码的 KL 还对类别取平均，其蒸馏项因而比这里弱 C 倍。论文中最佳大小接近准确率的中点，而不是规模的中点。',
  },
  lineage(nets, { m, s, T, alpha, epsilon }) {
    const stages = assistants({
      nets,
      count: Number(m),
      middle: s,
      learn: 'chain',
      knobs: { T, alpha, epsilon },
    });
    return { stages, from: [stages.at(-1)?.name ?? TEACHER] };
  },
});
