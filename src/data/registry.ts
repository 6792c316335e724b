// All data sets there are: every file in `sets/`. To add one, add a file.
import type { DatasetCard } from '../contract/cards.ts';
import { cardOf, type Dataset } from './dataset.ts';

const files = import.meta.glob<Dataset>(['./sets/*.ts', '!./sets/*.test.ts'], {
  eager: true,
  import: 'default',
});

/** In the order of their file names. */
export const datasets: readonly Dataset[] = Object.entries(files).map(([path, dataset]) => {
  const name = path.slice('./sets/'.length, -'.ts'.length);
  if (dataset?.id !== name)
    throw new Error(
      `src/data/sets/${name}.ts: its default export has the id "${dataset?.id}", it should be "${name}".`,
    );
  return dataset;
});

export const datasetCards = (): DatasetCard[] => datasets.map(cardOf);

/** @throws when there is no such data set. */
export function datasetById(id: string): Dataset {
  const dataset = datasets.find((candidate) => candidate.id === id);
  if (!dataset)
    throw new Error(
      `There is no data set "${id}"; there are ${datasets.map((candidate) => candidate.id).join(', ')}.`,
    );
  return dataset;
}
