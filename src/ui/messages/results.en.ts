// The words of the table of results.
export const resultsEn = {
  'results.lane': 'Lane',
  'results.last': 'Test accuracy, %',
  'results.lastPrecision': 'Test average precision, %',
  'results.vsAlone': '− {name}',
  'results.vsReference': '− {name}',
  'results.bestStep': 'Best at step',
  'results.best': 'Test at best, %',
  'results.agreement': 'Agreement, %',
  'results.kl': 'KL, nats',
  'results.calibration': 'ECE, %',
  'results.tried': 'Tried',
  'results.steps': 'Steps',
  'results.seconds': 'Time, s',
  'results.parameters': 'Parameters',
  'results.macs': 'MACs a sample',
  'results.reference': 'Compare with',
  'results.referenceNone': 'nobody else',
  'results.table': 'Results of all lanes',
  'results.stopped': 'stopped',
  'results.none': 'Numbers appear with the first look at the lanes.',
  'results.copyAs': 'Copy as',
  'results.markdown': 'Markdown',
  'results.csv': 'CSV',
  'results.latex': 'LaTeX',
  'results.copied': '{format} copied.',
  'results.saved': 'The browser did not allow to copy; {format} was saved as a file.',
  'results.notes': 'How to read the table',
  'results.note.last':
    'Test accuracy: at the last look that all lanes have had, mean ± standard deviation over seeds (n − 1).',
  'results.note.differences':
    'Differences to another lane in percentage points, paired by seed: same first weights, same batches. In brackets the 95 % interval by Student’s t.',
  'results.note.best':
    'Best: the look at which the mean validation accuracy was highest, and the test accuracy at that look. Looks on the way see the first {samples} test samples only, so this is not over the same samples as the last look at the end.',
  'results.note.bestNone':
    'Best: the look at which the mean validation accuracy was highest, and the test accuracy at that look, all over the same samples.',
  'results.note.tried':
    'Tried: how many set-ups of this lane have been trained in this session, other seeds not counted. Whoever tunes one lane more than another compares effort, not methods.',
  'results.note.time':
    'Time: wall time of training so far. The lanes train together, so it is one number for all of them. MACs: multiply-adds of one forward pass. After a plus sign stands what the networks cost that trained for a lane before its student.',
  'results.oneSeed':
    'One seed: there is no spread and no interval, and any difference may be chance. More seeds stand under “Chance”.',
  'results.caption.oneSeed':
    'Test accuracy at step {step}, {samples}; one seed ({first}), so no spread and no interval.',
  'results.caption.seeds':
    'Test accuracy at step {step}, {samples}; mean ± standard deviation over {n} seeds ({first} to {last}). Differences in points, paired by seed, with 95 % intervals by Student’s t.',
  'results.caption.samples': { one: '{n} test sample', other: '{n} test samples' },
  'results.caption.best': 'Best: the look with the highest mean validation accuracy, over {samples}.',
  'results.caption.run': '{data}, {step} of {total} steps. {engine} ({adapter}).',
  'results.caption.edited': 'Knobs were moved while it trained.',
} as const;
