// A teacher made for its student (SH-KD): the teacher is trained around the last layer of a student that came before.
import { defineMethod } from '../method.ts';
import { softFormula, softKnobs, softLoss } from '../soft-loss.ts';

export default defineMethod<typeof softKnobs>({
  ...softLoss,
  id: 'student-head',
  title: { en: 'Teacher around the student’s head (SH-KD)', zh: '围绕学生头的教师（SH-KD）' },
  plain: {
    en: 'A student trains alone and gives its last layer away. A teacher trains around that frozen layer, so that it says things in a space the student can reach; then a fresh student learns from it.',
    zh: '一个学生先独自训练，交出最后一层。教师围绕这一冻结的层训练，从而在学生够得着的空间里表达；然后一个新的学生向它学习。',
  },
  cite: 'Ben-Baruch, Karklinsky, Biton, Ben-Cohen, Lawen & Zamir 2022, arXiv:2201.06945',
  experiment:
    'preset=glyphs&data.knobs=classes:40,each:25&data.labels.student=0&data.pool=0&data.poolBatch=0&teacher.net.widths=256,64&student.widths=10,64&training.batch=64&lanes=alone;kd;student-head',
  formula: String.raw`${softFormula(String.raw`q_{\theta_s}^{T}`)},\qquad q_{\theta_s}=\mathrm{softmax}\bigl(\theta_s\,\phi_t(x)\bigr),\quad \theta_s \text{ frozen}`,
  knobs: softKnobs,
  tracked: {},
  perSample: {},
  needsTeacher: true,
  usesPool: true,
  note: {
    en: 'The teacher of the set-up is not asked. The one around the head has its widths and one more layer, as wide as the student’s last, since head and features must fit; it trains with the teacher’s labels, steps and settings. The paper has equal widths, weighs 1 for the labels and 1 for the teacher and adds contrastive distillation. With few labels the head that is given away is a poor one: give the student more.',
    zh: '不询问设置中的教师。围绕该头的教师具有其各层宽度，另加一层与学生最后一层同宽，因为头与特征必须相配；它用教师的标签、步数与设置训练。论文中两者宽度相等，标签与教师的权重各为 1，并加上对比蒸馏。标签很少时交出的头很差：请给学生更多标签。',
  },
  lineage({ teacher, student }, { epsilon }) {
    const narrow = student.widths.slice(-1);
    return {
      stages: [
        {
          name: 'first-student',
          title: { en: 'First student', zh: '第一个学生' },
          net: student,
          school: 'student',
          method: 'alone',
          knobs: { epsilon },
          from: [],
        },
        {
          name: 'made-teacher',
          title: { en: 'Teacher around its head', zh: '围绕其头的教师' },
          net: { ...teacher, widths: [...teacher.widths, ...narrow] },
          school: 'teacher',
          method: 'alone',
          knobs: {},
          from: [],
          head: 'first-student',
        },
      ],
      from: ['made-teacher'],
    };
  },
});
