// The words of episodes on classes that nobody learned.
export const episodesEn = {
  explain:
    'What are the features worth beyond the classes that were learned? In each episode {ways} classes that no network has seen are told apart from a few labeled samples each, by a linear rule on the features before the last layer. All networks see the same episodes; of several seeds, the first.',
  run: 'Run {n} episodes',
  running: 'Running episodes: {done} of {n} …',
  moved: 'training went on meanwhile; pause it first.',
  failed: 'The episodes could not be run: {reason}',
  of: '{n} episodes with {queries} samples a class to be judged, after step {step}. Mean accuracy and half of the 95 % interval over episodes.',
  network: 'Network',
  'logistic.1': '1 sample, logistic',
  'prototype.1': '1 sample, nearest mean',
  'logistic.5': '5 samples, logistic',
  'prototype.5': '5 samples, nearest mean',
  table: 'Accuracy on new classes, %',
  stageOf: '{stage} of {lane}',
} as const;
