// The words of the dialog that makes a link for a class, in Simplified Chinese.
import type { Catalogue } from './catalogue.ts';
import type { classLinkEn } from './class-link.en.ts';

export const classLinkZh: Catalogue<keyof typeof classLinkEn> = {
  title: '课堂链接',
  explain:
    '链接包含此处的设置。请选择打开链接的人看不到哪些部分，以及他们看到的语言；他们随时可以恢复全部内容。',
  hide: '在此链接中隐藏',
  'part.setup': '设置：数据、网络、训练',
  'part.knobs': '赛道的方法与旋钮',
  'part.lanes': '赛道',
  'part.results': '结果表',
  'part.curves': '曲线',
  'part.looking': '往里看',
  'part.loss': '编辑损失',
  'part.methods': '各种方法',
  'part.studies': '研究的结果',
  'part.speed': '速度',
  'part.archive': '过往运行',
  'part.share': '带走',
  'part.engine': '引擎',
  language: '语言',
  'language.own': '各浏览器自己的语言',
  'language.en': 'English',
  'language.zh': '简体中文',
  link: '链接',
  'copy.link': '复制此链接',
  embed: '嵌入其他网页',
  'embed.explain': '框架没有页眉，并提供通往完整页面的入口。它和页面本身一样，在访问者的浏览器中训练。',
  'copy.embed': '复制框架代码',
  copied: '已复制。',
  'copy.failed': '浏览器不允许复制。',
};
