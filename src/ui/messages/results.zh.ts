// The words of the table of results, in Simplified Chinese.
import type { Catalogue } from './catalogue.ts';
import type { resultsEn } from './results.en.ts';

export const resultsZh: Catalogue<keyof typeof resultsEn> = {
  'results.lane': '赛道',
  'results.last': '测试准确率，%',
  'results.lastPrecision': '测试平均精度，%',
  'results.vsAlone': '− {name}',
  'results.vsReference': '− {name}',
  'results.bestStep': '最佳步',
  'results.best': '最佳步的测试准确率，%',
  'results.agreement': '一致率，%',
  'results.kl': 'KL，nat',
  'results.calibration': 'ECE，%',
  'results.tried': '试过',
  'results.steps': '步数',
  'results.seconds': '时间，秒',
  'results.parameters': '参数量',
  'results.macs': '每样本乘加数',
  'results.reference': '比较对象',
  'results.referenceNone': '无',
  'results.table': '所有赛道的结果',
  'results.stopped': '已停止',
  'results.none': '首次评估各赛道后出现数字。',
  'results.copyAs': '复制为',
  'results.markdown': 'Markdown',
  'results.csv': 'CSV',
  'results.latex': 'LaTeX',
  'results.copied': '已复制 {format}。',
  'results.saved': '浏览器不允许复制；{format} 已保存为文件。',
  'results.notes': '如何读这张表',
  'results.note.last': '测试准确率：所有赛道都有的最近一次评估，各种子的均值 ± 标准差（n − 1）。',
  'results.note.differences':
    '与另一条赛道之差，单位为百分点，按种子配对：初始权重相同，批次相同。方括号内为 Student t 分布的 95 % 置信区间。',
  'results.note.best':
    '最佳：验证准确率均值最高的那次评估，及那次评估的测试准确率。途中的评估只看前 {samples} 个测试样本，因此与结束时最后一次评估的样本不同。',
  'results.note.bestNone': '最佳：验证准确率均值最高的那次评估，及那次评估的测试准确率，样本都相同。',
  'results.note.tried':
    '试过：本次会话中这条赛道训练过多少种设置，换种子不计。若对一条赛道调得比另一条多，比的是功夫，不是方法。',
  'results.note.time':
    '时间：到目前为止训练的实际用时。各赛道一起训练，所以共用一个数字。乘加数：一次前向传播的乘加次数。加号之后是在学生之前为该赛道训练的网络的代价。',
  'results.oneSeed': '只有一个种子：没有离散度，也没有区间，任何差别都可能是偶然。更多种子见“随机性”。',
  'results.caption.oneSeed':
    '第 {step} 步的测试准确率，{samples}；一个种子（{first}），因此没有离散度和区间。',
  'results.caption.seeds':
    '第 {step} 步的测试准确率，{samples}；{n} 个种子（{first} 至 {last}）的均值 ± 标准差。差值单位为百分点，按种子配对，附 Student t 分布的 95 % 置信区间。',
  'results.caption.samples': '{n} 个测试样本',
  'results.caption.best': '最佳：验证准确率均值最高的评估，{samples}。',
  'results.caption.run': '{data}，{step} / {total} 步。{engine}（{adapter}）。',
  'results.caption.edited': '训练中移动过旋钮。',
};
