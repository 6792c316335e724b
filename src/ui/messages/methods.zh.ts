import type { Catalogue } from './catalogue.ts';
import type { methodsEn } from './methods.en.ts';

export const methodsZh: Catalogue<keyof typeof methodsEn> = {
  explain:
    '每种方法都列在能展示其要点的实验之下。每个损失都是若干具名项之和，规则相同：对类别求和，对批次取均值，在温度 T 下的项前乘以 T²。各工具箱在此有所不同，因此它们的权重与这里的不同。',
  formula: '{name} 的损失',
  terms: '各项：{terms}。',
  teacher: '在有标签的样本上向教师学习。',
  teacherPool: '向教师学习，也用没有标签的样本。',
  alone: '不需要教师，只看有标签的样本。',
  alonePool: '不需要教师，也看没有标签的样本。',
  open: '打开它的实验',
};
