// Deep mutual learning (DML): no teacher. Networks train side by side, each on the labels and on what the others say.
import * as tf from '@tensorflow/tfjs-core';
import { detached } from '../../nn/losses/detached.ts';
import type { Trace } from '../../nn/network.ts';
import { hardLabels } from '../hard-labels.ts';
import { labelSmoothing } from '../knobs.ts';
import { defineMethod, type StepInput } from '../method.ts';
import { divergence, weight } from '../soft.ts';

const knobs = {
  lambda: weight('\\lambda', 5, 1, {
    label: { en: 'Weight of the others', zh: '同伴的权重' },
    hint: { en: 'At 0 each network learns from the labels alone.', zh: '为 0 时每个网络只看标签。' },
  }),
  k: {
    kind: 'choice',
    label: { en: 'Networks in all', zh: '网络总数' },
    hint: { en: 'The student and those that train beside it.', zh: '学生和与它一起训练的网络。' },
    options: ['2', '3', '4'].map((value) => ({ value, label: { en: value, zh: value } })),
    default: '2',
  },
  peer: {
    kind: 'choice',
    label: { en: 'The others are', zh: '同伴是' },
    hint: {
      en: 'Networks like the student, or as large as the teacher of the set-up; untrained in either case.',
      zh: '与学生相同的网络，或与设置中的教师同样大的网络；两种情况都未经训练。',
    },
    options: [
      { value: 'student', label: { en: 'Like the student', zh: '与学生相同' } },
      { value: 'teacher', label: { en: 'As large as the teacher', zh: '与教师同大' } },
    ],
    default: 'student',
  },
  epsilon: labelSmoothing,
} as const;

/** What one network has to learn from the others: the mean of KL(their p ‖ its own), [seeds, batch]. */
function fromOthers(own: Trace, others: readonly Trace[]): tf.Tensor {
  const log = tf.logSoftmax(own.logits);
  const gaps = others.map(({ logits }) => divergence(tf.logSoftmax(detached(logits)), log));
  return tf.div(tf.addN(gaps), gaps.length);
}

/** The loss of each of the others, added up. */
function lossOfOthers(input: StepInput, lambda: tf.Tensor, epsilon: number): tf.Tensor {
  const { student, peers } = input;
  return tf.addN(
    peers.map((peer) => {
      const rest = [student, ...peers.filter((other) => other !== peer)];
      const hard = hardLabels({ ...input, student: peer }, epsilon);
      return tf.add(hard, tf.mul(fromOthers(peer, rest), lambda));
    }),
  );
}

export default defineMethod<typeof knobs>({
  id: 'mutual',
  title: { en: 'Deep mutual learning (DML)', zh: '深度互学习（DML）' },
  plain: {
    en: 'Nobody is taught by a finished teacher. Several untrained networks learn together: each from the labels and from how sure the others are, who learn from it in turn.',
    zh: '没有训练好的教师。几个未训练的网络一起学习：每个都从标签和同伴的把握中学习，同伴又反过来向它学习。',
  },
  cite: 'Zhang, Xiang, Hospedales & Lu 2018, arXiv:1706.00384',
  experiment: "preset=side-by-side&lanes=alone;mutual;mutual(k:'4')",
  formula: String.raw`\mathrm{CE}(y,p_1) + \tfrac{\lambda}{K-1}\sum_{j\ne1}\mathrm{KL}(p_j\|p_1)\;+\;\sum_{j\ne1}\Bigl[\mathrm{CE}(y,p_j)+\tfrac{\lambda}{K-1}\sum_{i\ne j}\mathrm{KL}(p_i\|p_j)\Bigr]`,
  knobs,
  termNames: ['hard', 'mutual', 'others'],
  tracked: {},
  perSample: { gap: { en: 'Distance from the others', zh: '与同伴的距离' } },
  needsTeacher: false,
  usesPool: true,
  note: {
    en: 'All networks take a step at the same time, on the same batch; the paper updates one after the other. The lane shows the first of them; “others” is their loss, which moves only them. T is 1, as in the paper. On unlabeled samples they still learn from one another.',
    zh: '所有网络在同一批次上同时更新；论文是依次更新。赛道显示其中第一个；“others”是其他网络的损失，只影响它们自己。T 为 1，与论文相同。在无标签样本上，它们仍互相学习。',
  },
  peers: ({ student, teacher }, { k, peer }) =>
    Array.from({ length: Number(k) - 1 }, () => (peer === 'teacher' ? teacher : student)),
  terms(input, { lambda, epsilon }) {
    return {
      hard: hardLabels(input, epsilon),
      mutual: tf.mul(fromOthers(input.student, input.peers), lambda),
      others: lossOfOthers(input, lambda, epsilon),
    };
  },
  maps: (input) => ({ gap: fromOthers(input.student, input.peers) }),
});
