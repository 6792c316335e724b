// Episodes on classes that nobody learned, for every network of a run: all networks see the same ones.
import { type Answer, type Ask, MAX_EPISODES } from '../contract/questions.ts';
import { DATA_SEED } from '../data/dataset.ts';
import type { PreparedData } from '../data/prepare.ts';
import { random } from '../data/random.ts';
import type { Experiment } from './experiment.ts';
import { penultimate } from './features.ts';
import { drawEpisode, normalised, onEpisode } from './few-shot.ts';
import type { Lane } from './lane.ts';

const WAYS = 5;
const QUERIES = 15;

/** @throws a sentence where the data have no such classes, and where more samples or episodes are asked for than there are */
export async function episodesOf(
  experiment: Experiment,
  { novel, shape, id }: PreparedData,
  { shots, from, episodes }: Ask<'episodes'>,
): Promise<Answer<'episodes'>> {
  if (!novel) throw new Error(`${id} has no classes that nobody learns; take fewer classes, or glyphs.`);
  const classes = new Set(novel.y).size;
  const ways = Math.min(WAYS, classes);
  const each = Math.floor(novel.y.length / classes);
  if (!(Number.isInteger(shots) && shots >= 1 && shots + QUERIES <= each))
    throw new Error(`Labeled samples of a class are 1 to ${each - QUERIES}, ${shots} were asked for.`);
  const counts = Number.isInteger(from) && from >= 0 && Number.isInteger(episodes) && episodes >= 1;
  if (!counts || episodes > MAX_EPISODES)
    throw new Error(
      `1 to ${MAX_EPISODES} episodes are run at once, ${episodes} from ${from} on were asked for.`,
    );
  const drawn = Array.from({ length: episodes }, (_, i) =>
    drawEpisode(novel.y, { ways, shots, queries: QUERIES }, random(DATA_SEED, 'episodes', shots, from + i)),
  );
  const { phase, step } = experiment.position;
  const networks = [];
  for (const lane of [experiment.teacher, ...experiment.lanes, ...experiment.stages.map((one) => one.lane)]) {
    const rows = normalised(await penultimate(lane, novel.x, shape));
    const each = drawn.map((episode) => onEpisode(rows, episode));
    networks.push({
      id: lane.id,
      logistic: each.map((one) => one.logistic),
      prototype: each.map((one) => one.prototype),
    });
  }
  return { step: phase === 'students' ? step : 0, shots, ways, queries: QUERIES, networks };
}

/** Episodes of one sample a class over which a study takes the mean. */
const STUDIED = 200;

/** Mean accuracy of logistic regression on a network's features over episodes of one sample a class; of its first seed. Null where the data have no new classes. */
export async function oneShotOf(lane: Lane, { novel, shape }: PreparedData): Promise<number | null> {
  if (!novel) return null;
  const ways = Math.min(WAYS, new Set(novel.y).size);
  const rows = normalised(await penultimate(lane, novel.x, shape));
  let sum = 0;
  for (let i = 0; i < STUDIED; i++) {
    const chance = random(DATA_SEED, 'episodes', 1, i);
    sum += onEpisode(rows, drawEpisode(novel.y, { ways, shots: 1, queries: QUERIES }, chance)).logistic;
  }
  return sum / STUDIED;
}
