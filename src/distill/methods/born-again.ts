// Born-again networks: the same network again and again, each generation taught by the one before.
import { generationCount, generations } from '../generations.ts';
import { labelSmoothing, teacherShare, temperature } from '../knobs.ts';
import { defineMethod } from '../method.ts';
import { softFormula, softLoss } from '../soft-loss.ts';

const knobs = { T: temperature(1), alpha: teacherShare(0.5), epsilon: labelSmoothing, g: generationCount };

export default defineMethod<typeof knobs>({
  ...softLoss,
  id: 'born-again',
  title: { en: 'Born-again networks', zh: '重生网络（BAN）' },
  plain: {
    en: 'No larger teacher: the student’s own kind trains first, and each generation, from fresh weights, learns from the one before and from the labels.',
    zh: '不需要更大的教师：与学生相同的网络先训练，每一代从新的初始权重出发，向上一代和标签学习。',
  },
  cite: 'Furlanello, Lipton, Tschannen, Itti & Anandkumar 2018, arXiv:1805.04770',
  experiment: 'preset=glyphs&data.pool=0&data.poolBatch=0&student.widths=64&lanes=alone;born-again',
  formula: String.raw`${softFormula('q_{g-1}^{T}')},\qquad q_0 \to q_1 \to \dots \to q_{g-1} \to p`,
  knobs,
  tracked: {},
  perSample: {},
  needsTeacher: true,
  usesPool: true,
  note: {
    en: 'The teacher of the set-up is not asked. The paper weighs labels and predecessor equally at T = 1, as here, and averages its generations in the end, which is not done here. With an unlabeled pool the first generation sees the labels alone, the later ones also what their predecessor says of the pool.',
    zh: '不询问设置中的教师。论文在 T = 1 下让标签与上一代权重相等，这里相同；论文最后把各代取平均，这里不做。有无标签样本池时，第一代只看标签，之后各代还看上一代对样本池的判断。',
  },
  lineage: ({ student }, { g, T, alpha, epsilon }) => generations(student, Number(g), { T, alpha, epsilon }),
});
