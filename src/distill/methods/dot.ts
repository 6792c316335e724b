// Distillation-oriented training (DOT): the gradient of the soft targets has a longer momentum than that of the labels.
import { defineMethod } from '../method.ts';
import { softFormula, softKnobs, softLoss } from '../soft-loss.ts';

const knobs = {
  ...softKnobs,
  delta: {
    kind: 'range',
    live: false,
    symbol: '\\Delta',
    min: 0,
    max: 0.095,
    step: 0.005,
    default: 0.075,
    label: { en: 'Difference of the momenta', zh: '动量之差' },
    hint: {
      en: 'The labels’ momentum is lower by this, the soft targets’ higher. At 0 it is plain KD.',
      zh: '标签的动量低这么多，软标签的动量高这么多。为 0 时就是普通 KD。',
    },
  },
} as const;

export default defineMethod<typeof knobs>({
  ...softLoss,
  id: 'dot',
  title: { en: 'Distillation-oriented (DOT)', zh: '面向蒸馏的优化（DOT）' },
  plain: {
    en: 'Labels and soft targets pull the weights in different directions, and the labels are fitted first. Two momenta instead of one let the teacher’s pull last longer, so that it leads.',
    zh: '标签和软标签把权重拉向不同方向，而标签先被拟合。用两个动量代替一个，让教师的拉力更持久，由它主导。',
  },
  cite: 'Zhao, Cui, Song & Liang 2023, arXiv:2307.08436',
  experiment: 'preset=side-by-side&lanes=alone;kd;dot',
  formula: String.raw`${softFormula('q^{T}')},\quad v_{\mathrm{CE}}\leftarrow(\mu-\Delta)\,v_{\mathrm{CE}}+g_{\mathrm{CE}},\; v_{\mathrm{KL}}\leftarrow(\mu+\Delta)\,v_{\mathrm{KL}}+g_{\mathrm{KL}},\; \theta\leftarrow\theta-\eta\,(v_{\mathrm{CE}}+v_{\mathrm{KL}})`,
  knobs,
  momenta: { lower: ['hard'], by: ({ delta }) => delta },
  tracked: {},
  perSample: {},
  needsTeacher: true,
  usesPool: true,
  note: {
    en: 'The loss is that of KD; only the optimizer differs, and it must be SGD. μ is the momentum of the training settings, Δ the paper’s for CIFAR-100. Weight decay acts once. Compare with KD at the same rate: a longer momentum is also a larger step, by (1 − μ)/(1 − μ − Δ).',
    zh: '损失与 KD 相同，只有优化器不同，且必须是 SGD。μ 是训练设置中的动量，Δ 取论文在 CIFAR-100 上的值。权重衰减只作用一次。请与相同学习率的 KD 比较：更长的动量也意味着更大的步长，倍数为 (1 − μ)/(1 − μ − Δ)。',
  },
});
