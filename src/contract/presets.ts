// The default experiments. A link names one and says only what differs from it.
import type { Words } from './cards.ts';
import { type NetSpec, NO_AUGMENT, type Setup, type TrainingSpec } from './setup.ts';

export interface Preset {
  readonly id: string;
  readonly title: Words;
  readonly plain: Words;
  readonly setup: Setup;
}

const mlp = (...widths: number[]): NetSpec => ({ model: 'mlp', widths, knobs: {} });
const steps = (count: number) => ({ unit: 'steps' as const, count });

const adam: TrainingSpec = {
  optimizer: 'adam',
  rate: 0.003,
  momentum: 0.9,
  weightDecay: 0,
  clip: 0,
  schedule: 'cosine',
  warmup: 0.05,
  batch: 32,
  length: steps(300),
};

const lanes = (...methods: string[]) => methods.map((method) => ({ method, knobs: {} }));

const digits: Setup = {
  data: {
    id: 'digits',
    knobs: {},
    labels: { teacher: 0, student: 5 },
    pool: 600,
    poolBatch: 32,
    augment: NO_AUGMENT,
  },
  teacher: { net: mlp(64, 64), source: 'pretrained', training: { ...adam, length: steps(1000), batch: 64 } },
  student: mlp(16),
  training: adam,
  lanes: lanes('alone', 'kd', 'adl', 'ctkd'),
  seed: 1,
  seeds: 1,
  engine: 'auto',
};

const printedPool: Setup = {
  ...digits,
  data: { ...digits.data, id: 'mixed-digits' },
  lanes: lanes('alone', 'kd', 'adl', 'pseudo-labels'),
};

const glyphs: Setup = {
  ...digits,
  data: { ...digits.data, id: 'glyphs', labels: { teacher: 0, student: 10 }, pool: 400 },
  teacher: { net: mlp(128), source: 'train', training: { ...adam, length: steps(400), batch: 64 } },
  student: mlp(12),
  training: { ...adam, length: steps(500) },
};

const spirals: Setup = {
  ...digits,
  data: { ...digits.data, id: 'spirals', labels: { teacher: 0, student: 10 }, pool: 300 },
  teacher: {
    net: mlp(32, 32),
    source: 'pretrained',
    training: { ...adam, rate: 0.01, length: steps(2000), batch: 128 },
  },
  student: mlp(8, 8),
  training: { ...adam, rate: 0.01, length: steps(1500) },
};

const mnistFew: Setup = {
  ...digits,
  data: { ...digits.data, id: 'mnist', labels: { teacher: 0, student: 10 }, pool: 0, poolBatch: 0 },
  teacher: {
    net: mlp(128, 128),
    source: 'pretrained',
    training: { ...adam, rate: 0.001, length: steps(3000), batch: 128 },
  },
  student: mlp(32),
  training: { ...adam, length: steps(600) },
};

const mnistPool: Setup = {
  ...mnistFew,
  data: { ...mnistFew.data, pool: 10_000, poolBatch: 64 },
  lanes: lanes('alone', 'kd', 'adl', 'ctkd', 'pseudo-labels'),
};

const retina = (pyramid: number, ...widths: number[]): NetSpec => ({
  model: 'retina',
  widths,
  knobs: { pyramid },
});

/** Detectors: a teacher with the labels of all scenes, students with some and a pool of scenes without. */
const detectors: Setup = {
  ...digits,
  data: {
    ...digits.data,
    id: 'glyph-scenes',
    labels: { teacher: 0, student: 30 },
    pool: 1200,
    poolBatch: 16,
  },
  teacher: {
    net: retina(24, 12, 24, 32, 32),
    source: 'pretrained',
    training: { ...adam, rate: 0.01, length: steps(2000), batch: 16 },
  },
  student: retina(12, 6, 12, 16, 16),
  training: { ...adam, rate: 0.01, length: steps(1000), batch: 16 },
  // ADL without pseudo-boxes, so that its weight is all that sets it apart from soft targets; they have a lane of their own.
  lanes: [
    ...lanes('focal', 'detector-kd'),
    { method: 'detector-adl', knobs: { pseudo: false } },
    ...lanes('pseudo-boxes'),
  ],
};

const digitDetectors: Setup = {
  ...detectors,
  data: { ...detectors.data, id: 'scenes' },
  teacher: {
    ...detectors.teacher,
    net: retina(32, 16, 32, 48, 64),
    training: { ...detectors.teacher.training, length: steps(3000) },
  },
  student: retina(16, 8, 16, 24, 32),
};

const largeDetectors: Setup = {
  ...detectors,
  data: {
    ...detectors.data,
    id: 'large-scenes',
    labels: { teacher: 0, student: 10 },
    pool: 400,
    poolBatch: 8,
  },
  teacher: {
    ...detectors.teacher,
    net: retina(32, 16, 32, 48, 64, 64),
    training: { ...detectors.teacher.training, length: steps(1000), batch: 8 },
  },
  student: retina(16, 8, 16, 24, 32, 32),
  training: { ...detectors.training, batch: 8 },
};

/** Many classes that look alike, as the features of few-shot learning want them; the same student in all lanes. */
const newClasses: Setup = {
  ...digits,
  data: {
    ...digits.data,
    id: 'glyphs',
    knobs: { classes: 40, each: 25, noise: 0.35 },
    labels: { teacher: 0, student: 0 },
    pool: 0,
    poolBatch: 0,
  },
  teacher: { net: mlp(128, 64), source: 'train', training: { ...adam, length: steps(300), batch: 64 } },
  student: mlp(128, 64),
  training: { ...adam, optimizer: 'sgd', rate: 0.05, weightDecay: 5e-4, length: steps(900), batch: 64 },
  lanes: [...lanes('alone'), { method: 'self-distillation', knobs: { g: '3' } }],
};

/** Section 4 of the TAKD paper in small: all labels for everybody, a teacher of three layers, a student of five units. */
const capacityGap: Setup = {
  ...digits,
  data: {
    ...digits.data,
    knobs: { noise: 0.3 },
    labels: { teacher: 0, student: 0 },
    pool: 0,
    poolBatch: 0,
  },
  teacher: {
    net: mlp(256, 256, 256),
    source: 'train',
    training: { ...adam, rate: 0.001, length: steps(300), batch: 64 },
  },
  student: mlp(5),
  training: { ...adam, rate: 0.01, length: steps(500), batch: 64 },
  lanes: [
    ...lanes('alone', 'kd'),
    ...['takd', 'assistant-ensemble', 'expert-selection'].map((method) => ({ method, knobs: { s: 0.8 } })),
  ],
};

const cnn = (...widths: number[]): NetSpec => ({ model: 'cnn', widths, knobs: {} });

/** Convolutional networks, whose hidden layers are maps over the image: all methods on hidden layers have something to look at. */
const hiddenLayers: Setup = {
  ...digits,
  data: { ...digits.data, knobs: { noise: 0.2 } },
  teacher: { net: cnn(16, 32), source: 'train', training: { ...adam, length: steps(400), batch: 64 } },
  student: cnn(4, 8),
  training: { ...adam, rate: 0.01 },
  lanes: lanes('alone', 'kd', 'fitnets', 'at', 'rkd', 'crd'),
};

/** Two labels of five are wrong, also those the teacher learned from; validation data are right. */
const labelNoise: Setup = {
  ...digits,
  data: {
    ...digits.data,
    knobs: { noise: 0.15, labelNoise: 0.4 },
    labels: { teacher: 0, student: 0 },
    pool: 0,
    poolBatch: 0,
  },
  teacher: { net: mlp(64), source: 'train', training: { ...adam, length: steps(400), batch: 64 } },
  student: mlp(32),
  training: { ...adam, rate: 0.01, length: steps(600), batch: 64 },
  lanes: lanes('alone', 'kd', 'amal'),
};

/** Students that learn from one another, and a teacher whose pull has a longer momentum; both need SGD to be compared. */
const sideBySide: Setup = {
  ...glyphs,
  teacher: { ...glyphs.teacher, net: mlp(128) },
  student: mlp(24),
  training: { ...adam, optimizer: 'sgd', rate: 0.05, length: steps(500) },
  lanes: [...lanes('alone', 'mutual'), { method: 'mutual', knobs: { k: '4' } }, ...lanes('kd', 'dot')],
};

export const PRESETS: readonly Preset[] = [
  {
    id: 'digits',
    title: { en: 'Digits with few labels', zh: '标签很少的数字' },
    plain: {
      en: 'Five labels a class and six hundred samples without any. The student alone sees only the labels; with a teacher it also learns from what the teacher makes of the rest.',
      zh: '每类五个标签，另有六百个没有标签的样本。独自学习的学生只看到标签；有教师的学生还能从教师对其余样本的看法中学习。',
    },
    setup: digits,
  },
  {
    id: 'printed-pool',
    title: { en: 'Digits, printed pool', zh: '数字，印刷体样本池' },
    plain: {
      en: 'The same five labels a class, but the six hundred samples without labels are printed, not handwritten. The teacher never saw such; students are tested on handwriting.',
      zh: '同样每类五个标签，但六百个无标签样本是印刷体而非手写体。教师从未见过印刷体；学生在手写体上接受测试。',
    },
    setup: printedPool,
  },
  {
    id: 'glyphs',
    title: { en: 'Glyphs that look alike', zh: '彼此相像的字形' },
    plain: {
      en: 'Twenty classes made of twelve strokes. What the teacher takes for possible says which classes share strokes: that is what soft targets carry.',
      zh: '二十个类别由十二种笔画组成。教师认为可能的答案说明了哪些类别共用笔画：软标签传递的正是这些。',
    },
    setup: glyphs,
  },
  {
    id: 'capacity-gap',
    title: { en: 'A teacher too large', zh: '过大的教师' },
    plain: {
      en: 'The teacher has a hundred and fifty thousand weights, the student five units. Assistants of middle size learn from the teacher first and stand between the two.',
      zh: '教师有十五万个权重，学生只有五个单元。中等大小的助教先向教师学习，再站在两者之间。',
    },
    setup: capacityGap,
  },
  {
    id: 'hidden-layers',
    title: { en: 'What hidden layers add', zh: '隐藏层能补充什么' },
    plain: {
      en: 'A convolutional teacher can be heard at its answer, or inside: what it finds where, how samples lie to one another. Each lane listens elsewhere, and none but KD to the answer.',
      zh: '对卷积教师，可以听它的答案，也可以听它的内部：在哪里发现什么、样本彼此如何分布。每条赛道听的地方不同，只有 KD 听答案。',
    },
    setup: hiddenLayers,
  },
  {
    id: 'label-noise',
    title: { en: 'Wrong labels', zh: '错误的标签' },
    plain: {
      en: 'Two labels of five are wrong. One lane learns, on a few right ones kept aside, which sample’s label to trust and which sample’s teacher.',
      zh: '五个标签中有两个是错的。其中一条赛道借助留出的少量正确标签，学习该信哪些样本的标签、哪些样本的教师。',
    },
    setup: labelNoise,
  },
  {
    id: 'side-by-side',
    title: { en: 'Side by side', zh: '并肩学习' },
    plain: {
      en: 'Two or four untrained networks learn from the labels and from one another, beside a student with a finished teacher. All train with SGD, so that momenta can be compared.',
      zh: '两个或四个未训练的网络从标签和彼此学习，旁边是有现成教师的学生。全部用 SGD 训练，以便比较动量。',
    },
    setup: sideBySide,
  },
  {
    id: 'new-classes',
    title: { en: 'Features for new classes', zh: '面向新类别的特征' },
    plain: {
      en: 'Forty classes are learned, again and again by the same network taught by itself. Twenty others are kept back: under “Looking inside”, Episodes tell how well the features know them apart.',
      zh: '学习四十个类别，同一网络一次次由自己来教。另外二十个类别留着不学：“看内部”的“小样本任务”显示特征能在多大程度上区分它们。',
    },
    setup: newClasses,
  },
  {
    id: 'spirals',
    title: { en: 'Two spirals, tiny student', zh: '双螺旋，极小的学生' },
    plain: {
      en: 'Ten labels a spiral are too few to see it turn. The teacher has drawn the border and says, of three hundred points without labels, on which side they lie.',
      zh: '每条螺旋十个标签，看不出它在旋转。教师画出了分界线，并说出三百个无标签点各在哪一侧。',
    },
    setup: spirals,
  },
  {
    id: 'mnist-few',
    title: { en: 'MNIST, ten labels a class', zh: 'MNIST，每类十个标签' },
    plain: {
      en: 'The teacher has seen all labels, the student a hundred. Nothing else passes between them but soft targets on those hundred.',
      zh: '教师见过全部标签，学生只见过一百个。两者之间只传递这一百个样本上的软标签。',
    },
    setup: mnistFew,
  },
  {
    id: 'mnist-pool',
    title: { en: 'MNIST, ten labels a class and a pool', zh: 'MNIST，每类十个标签加样本池' },
    plain: {
      en: 'The same hundred labels, and ten thousand images without labels on which the teacher is asked.',
      zh: '同样的一百个标签，再加一万张无标签图像，就这些图像询问教师。',
    },
    setup: mnistPool,
  },
  {
    id: 'detectors',
    title: { en: 'Detectors', zh: '检测器' },
    plain: {
      en: 'Networks that say where the glyphs of a scene are, and which. The teacher knows two thousand labeled scenes; its students have 120, and 1,200 without labels on which it is asked: about every anchor alike, most about those that are hard, or for the boxes it finds.',
      zh: '网络要说出场景中的字形在哪里、是哪一种。教师见过两千个标注场景；学生只有 120 个，另有 1,200 个无标签场景，就这些询问教师：对每个锚框一视同仁，或主要询问困难的锚框，或只取它找到的框。',
    },
    setup: detectors,
  },
  {
    id: 'digit-detectors',
    title: { en: 'Detectors of digits', zh: '数字检测器' },
    plain: {
      en: 'The same with handwritten digits on larger scenes: ten classes, a teacher that has seen four thousand of them, a student of a million multiplications, and a few minutes to train on a processor.',
      zh: '同样的任务，换成更大场景中的手写数字：十个类别、见过四千个场景的教师、百万次乘法的学生，在处理器上要训练几分钟。',
    },
    setup: digitDetectors,
  },
  {
    id: 'large-detectors',
    title: { en: 'Detectors in colour', zh: '彩色检测器' },
    plain: {
      en: 'Emoji in colour on 96 × 96 pixels, small ones and large ones, found on three levels of a pyramid. An image takes four times the work of one with digits: this wants a graphics card, or patience.',
      zh: '96 × 96 像素上的彩色表情符号，有大有小，在金字塔的三层上寻找。每幅图像的计算量是数字场景的四倍：需要显卡，或者耐心。',
    },
    setup: largeDetectors,
  },
];

export const DEFAULT_PRESET = PRESETS[0] as Preset;
