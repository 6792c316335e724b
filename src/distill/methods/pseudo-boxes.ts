// Hard pseudo-boxes (data distillation): what the teacher finds in scenes without labels is taken for the truth.
import { HARD_SHADERS, hardKnobs, hardTerms, scoreKnob } from '../detector.ts';
import { defineMethod } from '../method.ts';

export default defineMethod({
  id: 'pseudo-boxes',
  title: { en: 'Detector, hard pseudo-boxes', zh: '检测器，硬伪框' },
  plain: {
    en: 'What the teacher finds in scenes without labels is taken for objects, and learned like labeled ones. How sure it was is thrown away.',
    zh: '把教师在无标签场景中找到的当作物体，与标注的一样学习。它有多大把握则被丢弃。',
  },
  cite: 'Radosavovic, Dollár, Girshick, Gkioxari & He 2018, Data Distillation, arXiv:1712.04440; without its ensemble of transformed images',
  experiment: 'preset=detectors&lanes=focal;detector-adl;pseudo-boxes',
  formula: String.raw`\mathcal{L}_{\text{focal}} + \mathcal{L}_{\text{box}} \quad\text{with the objects}\quad \{\, b : \mathrm{score}(b) \ge s \,\} \quad\text{where there are no labels}`,
  knobs: { score: scoreKnob, ...hardKnobs },
  termNames: ['hard', 'box'],
  tracked: {},
  perSample: {},
  needsTeacher: true,
  usesPool: true,
  detects: true,
  note: {
    en: 'The paper sets the score so that as many objects a scene are found as are labeled; here it is a knob. One teacher’s boxes, on the scene as it is.',
    zh: '论文设定得分，使每个场景找到的物体数与标注的一样多；这里它是一个旋钮。只用一个教师在原场景上的框。',
  },
  shaders: HARD_SHADERS,
  pseudoBoxes: ({ score }) => score,
  terms: (input, chosen) => hardTerms(input, chosen),
});
