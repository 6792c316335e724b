// Sequential self-distillation (RFS): generations of one network, for the sake of what it makes of samples it never learned to name.
import { generationCount, generations } from '../generations.ts';
import { labelSmoothing, teacherShare, temperature } from '../knobs.ts';
import { defineMethod } from '../method.ts';
import { softFormula, softLoss } from '../soft-loss.ts';

const knobs = { T: temperature(4), alpha: teacherShare(0.5), epsilon: labelSmoothing, g: generationCount };

export default defineMethod<typeof knobs>({
  ...softLoss,
  id: 'self-distillation',
  title: { en: 'Sequential self-distillation (RFS)', zh: '序列自蒸馏（RFS）' },
  plain: {
    en: 'The network is trained again and again, each time taught by itself of the time before. What counts is not its answers but its features: how well new classes can be told apart by them from a few labeled samples.',
    zh: '同一网络一次次重新训练，每次由上一次的自己来教。重要的不是答案，而是特征：仅凭几个有标签的样本，能在多大程度上用它们区分新类别。',
  },
  cite: 'Tian, Wang, Krishnan, Tenenbaum & Isola 2020, arXiv:2003.11539',
  experiment: 'preset=new-classes',
  formula: String.raw`${softFormula('q_{g-1}^{T}')},\qquad q_0 \to q_1 \to \dots \to q_{g-1} \to p`,
  knobs,
  tracked: {},
  perSample: {},
  needsTeacher: true,
  usesPool: true,
  note: {
    en: 'The teacher of the set-up is not asked. T = 4 and equal weights as in the authors’ code. They judge 5-way episodes by logistic regression on features of length one, with five altered copies of each labeled sample; here without copies, under “Looking inside”, Episodes. In a quick trial it took many classes with real likeness (glyphs) for each generation to gain; on seven digits each lost.',
    zh: '不询问设置中的教师。T = 4、权重相等，与作者代码相同。作者用单位长度特征上的逻辑回归评判 5 类任务，并为每个有标签样本加五个变换副本；这里没有副本，见“看内部”的“小样本任务”。快速试验中，需要许多彼此确有相似的类别（字形）每一代才会提高；在七个数字类别上每代都变差。',
  },
  lineage: ({ student }, { g, T, alpha, epsilon }) => generations(student, Number(g), { T, alpha, epsilon }),
});
