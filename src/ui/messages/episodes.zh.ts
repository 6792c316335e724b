// “小样本任务”视图的中文文字。
import type { episodesEn } from './episodes.en.ts';

export const episodesZh: Record<keyof typeof episodesEn, string> = {
  explain:
    '除了学过的类别，特征还有多大价值？每个任务取 {ways} 个没有网络见过的类别，每类只有几个有标签的样本，用最后一层之前的特征上的线性规则来区分。所有网络看到相同的任务；有多个种子时取第一个。',
  run: '运行 {n} 个任务',
  running: '正在运行任务：{done}/{n}…',
  moved: '期间训练还在继续；请先暂停。',
  failed: '任务无法运行：{reason}',
  of: '{n} 个任务，每类评判 {queries} 个样本，第 {step} 步之后。数字为各任务的平均准确率及 95 % 区间的一半。',
  network: '网络',
  'logistic.1': '1 个样本，逻辑回归',
  'prototype.1': '1 个样本，最近均值',
  'logistic.5': '5 个样本，逻辑回归',
  'prototype.5': '5 个样本，最近均值',
  table: '新类别上的准确率，%',
  stageOf: '{lane}：{stage}',
};
