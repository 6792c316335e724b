// Numbers that a method works out on the host once, between what its students learn from and the students themselves.
import { random } from '../data/random.ts';
import type { Experiment } from './experiment.ts';

/** What the teacher finds in scenes without labels, for the lanes that learn from it as from labels. */
async function findObjects(experiment: Experiment): Promise<void> {
  for (const lane of experiment.active('students')) {
    const score = lane.lowestScore;
    if (score !== null && experiment.detects)
      lane.learnFrom(await experiment.foundBy(experiment.teacher, score));
  }
}

/** Works them out for all lanes that have any, seed by seed, from the validation set, and puts them into their slots. */
export async function settle(experiment: Experiment): Promise<void> {
  await findObjects(experiment);
  const { seed } = experiment.setup;
  for (const lane of experiment.active('students')) {
    const { settles } = lane.method;
    if (!settles) continue;
    const { said, labels } = await experiment.toldBy(lane);
    const ofSeed = Array.from({ length: lane.seeds }, (_, s) =>
      settles.work({
        said: Object.fromEntries(
          Object.entries(said).map(([name, seeds]) => [name, (seeds[s] ?? seeds[0]) as Float32Array]),
        ),
        labels,
        classes: experiment.classes,
        random: random(seed + s, 'settled', lane.method.id),
      }),
    );
    const names = Object.keys(settles.shapes(lane.mentors.map(({ name }) => name)));
    lane.settle(
      Object.fromEntries(
        names.map((name) => [name, Float32Array.from(ofSeed.flatMap((one) => Array.from(one[name] ?? [])))]),
      ),
    );
  }
}
