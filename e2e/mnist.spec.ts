// MNIST with ten labels a class and a pool of images without labels, small enough for a processor.
import { expect, test } from './visit.ts';

const SETUP =
  'preset=mnist-pool&lanes=alone;kd;adl;ctkd&training.batch=16&data.poolBatch=32&training.length=80steps';

test('With ten labels a class on MNIST, every student with a teacher ends above the one alone', async ({
  visit,
}) => {
  await visit.open(SETUP);
  await visit.press('Play');
  await expect.poll(() => visit.lines('Loss', 2)).toBeGreaterThanOrEqual(4);
  await visit.finish(150_000);
  const alone = await visit.accuracy('Alone');
  expect(alone).toBeGreaterThan(40);
  for (const lane of ['Soft targets (KD)', 'Adaptive (ADL)', 'Curriculum temperature (CTKD)'])
    expect(await visit.accuracy(lane), lane).toBeGreaterThan(alone + 3);
  // The last look sees the whole test set.
  await expect(visit.lane('Alone')).toContainText('5,000 samples');
});
