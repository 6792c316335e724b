// What the page says of all methods.
export const methodsEn = {
  explain:
    'Each method under the experiment that shows its point. Every loss is a sum of named terms under one rule: the sum over classes, the mean over the batch, and T² before what is said at temperature T. Toolkits differ in that, so their weights are not ours.',
  formula: 'The loss of {name}',
  terms: 'Terms: {terms}.',
  teacher: 'It learns from the teacher on samples with labels.',
  teacherPool: 'It learns from the teacher, also on samples without labels.',
  alone: 'It needs no teacher, and looks at samples with labels only.',
  alonePool: 'It needs no teacher, and looks at samples without labels too.',
  open: 'Open its experiment',
} as const;
