// A specialist: a teacher that knows one class alone, and by it helps a student that has to know all.
import * as tf from '@tensorflow/tfjs-core';
import type { Trace } from '../../nn/network.ts';
import {
  classKnob,
  hardKnobs,
  hardTerms,
  SOFT_SHADERS,
  softAnchors,
  softTerm,
  teacherKnobs,
} from '../detector.ts';
import { teacherOf } from '../hard-labels.ts';
import { defineMethod, type KnobInputs, type StepInput } from '../method.ts';

const knobs = { k: classKnob(1, 1), ...teacherKnobs, ...hardKnobs } as const;
type Chosen = KnobInputs<typeof knobs>;

/** What is said of one class, [seeds, batch, anchors, 1]. @throws where there is no such class */
function ofClass(trace: Trace, k: number): Trace {
  const { logits } = trace;
  const [seeds, batch, anchors, classes] = logits.shape as [number, number, number, number];
  if (k > classes) throw new Error(`There is no class ${k} to be a specialist for; there are ${classes}.`);
  return { ...trace, logits: tf.slice(logits, [0, 0, 0, k - 1], [seeds, batch, anchors, 1]) };
}

/** Cross-entropy of the two sigmoids of that class, every anchor alike. */
const byClass = (input: StepInput, { k, per, power }: Chosen) =>
  softAnchors(
    { ...input, student: ofClass(input.student, k), teacher: ofClass(teacherOf(input), k) },
    { per, power, beta: tf.zeros([1]), gamma: tf.zeros([1]), params: { attached: 0, core: 1, mimic: 1 } },
  );

export default defineMethod({
  id: 'specialist',
  title: { en: 'Detector, specialist for a class', zh: '检测器，单类专家' },
  plain: {
    en: 'First a detector of the teacher’s size learns one class alone, from all of the teacher’s labels. Then it tells the student, which has to know all classes, what it thinks of that one.',
    zh: '先让一个与教师同样大的检测器用教师的全部标签只学一个类别；再由它告诉需要认识所有类别的学生，它对该类别的看法。',
  },
  cite: 'Chavarrias-Solano, Ali-Teevno, Ochoa-Ruiz & Ali 2022, Knowledge distillation with a class-aware loss for endoscopic disease detection, arXiv:2207.09530',
  experiment: 'preset=detectors&lanes=focal;specialist',
  formula: String.raw`\mathcal{L}_{\text{focal}} + \mathcal{L}_{\text{box}} + \frac{\lambda}{\sum_a q_{ak}^{\theta}}\sum_a -\bigl[q_{ak}\ln p_{ak} + (1-q_{ak})\ln(1-p_{ak})\bigr]`,
  knobs,
  termNames: ['hard', 'box', 'soft'],
  tracked: {},
  perSample: {},
  needsTeacher: true,
  usesPool: true,
  detects: true,
  note: {
    en: 'The exact loss of the paper could not be read; this is the cross-entropy with the specialist’s probability, a reconstruction. The paper’s detector has two stages and looks at proposals, this one at anchors. The teacher of the set-up is not asked.',
    zh: '未能读到论文的确切损失；这里用与专家概率的交叉熵，是一种重建。论文的检测器分两个阶段、看候选框，这里看锚框。不询问设置中的教师。',
  },
  shaders: SOFT_SHADERS,
  lineage: ({ teacher }, { k }) => ({
    stages: [
      {
        name: 'specialist',
        title: { en: 'Specialist', zh: '专家' },
        net: teacher,
        school: 'teacher',
        method: 'focal',
        knobs: { k },
        from: [],
      },
    ],
    from: ['specialist'],
  }),
  terms: (input, chosen) => ({
    ...hardTerms(input, chosen),
    soft: softTerm(byClass(input, chosen).loss, chosen.lambda),
  }),
  anchorMaps(input, chosen) {
    const { entropy, gap } = byClass(input, chosen);
    return { entropy, gap };
  },
});
