// The words of the command palette and of the sheet of keys, in Simplified Chinese.
import type { Catalogue } from './catalogue.ts';
import type { paletteEn } from './palette.en.ts';

export const paletteZh: Catalogue<keyof typeof paletteEn> = {
  search: '你想做什么？',
  nothing: '没有这样的命令。',
  'keys.title': '按键',
  'keys.explain': '只要不在输入文字，单个按键随处可用。传输栏旁的复选框可以关闭它们。',
  'keys.page': '页面任何位置',
  'keys.parts': '焦点所在之处',
  'keys.tab': 'Tab、Shift Tab',
  'keys.tab.what': '到下一部分、到上一部分',
  'keys.arrows': '选项列表中的方向键',
  'keys.arrows.what': '选择另一项',
  'keys.tabs': '标签页上的左、右、Home、End',
  'keys.tabs.what': '换一种方式往里看',
  'keys.sliders': '滑块上的方向键、Page Up/Down、Home、End',
  'keys.sliders.what': '移动旋钮，训练中也可以',
  'keys.charts': '图表上的左、右',
  'keys.charts.what': '沿步移动；数值会被读出',
  'keys.sample': '样本查看器中的左、右',
  'keys.sample.what': '上一个样本、下一个样本',
  'keys.dialog': 'Escape',
  'keys.dialog.what': '关闭对话框；字段保持原值',
};
