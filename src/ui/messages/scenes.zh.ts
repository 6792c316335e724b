import type { scenesEn } from './scenes.en.ts';

// The words of the looks at scenes, in Chinese.
export const scenesZh: Record<keyof typeof scenesEn, string> = {
  explain:
    '一个场景，以及每个检测器在其中实时找到的东西。实线框是对的：与同类物体重叠一半以上。虚线框是错的。没有人找到的物体只剩它自己的点线框。',
  set: '场景来自',
  validation: '验证集',
  test: '测试集',
  train: '训练集',
  score: '显示的最低得分',
  truth: '物体（{n}）',
  found: '{name}：{objects} 个中找到 {right} 个，误报 {wrong} 个',
  shown: '显示谁的框',
  unlabeled: '学生不知道这个场景里有什么。',
  picture: '场景 {index}：{objects}。',
  object: '{class}，位于 {left}, {top}',
  heat: '叠加在场景上',
  nothing: '无',
  weight: '锚框权重，{name}',
  entropy: '教师的不确定性，{name}',
  gap: '与教师的差距，{name}',
  heatScale: '从 0 到 {most}；每个位置取所有锚框中的最大值',
  waiting: '正在询问检测器……',
  failed: '这个场景没有得到回答：{reason}',
  precisionExplain:
    '要找到这么多物体（召回率）时，有多少框是对的（精确率）；重叠取一半，对类别取均值。平均精度是曲线下的面积，再对重叠 0.50 到 0.95 取均值（COCO）。',
  recall: '召回率',
  precision: '精确率',
  precisionTable: '{n} 个测试场景上的平均精度，%',
  network: '网络',
  ap: 'AP',
  ap50: '重叠 0.50 的 AP',
  ap75: '重叠 0.75 的 AP',
  small: '小',
  medium: '中',
  large: '大',
  none: '还没有测量。',
};
