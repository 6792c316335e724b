// All models: every file in models/ is one.
import type { ModelCard } from '../contract/cards.ts';
import type { Model } from './model.ts';

const modules = import.meta.glob<Model>(['./models/*.ts', '!./models/*.test.ts'], {
  eager: true,
  import: 'default',
});

/** By id, the simplest (points as well as images) first. */
export const models: ReadonlyMap<string, Model> = new Map(
  Object.values(modules)
    .sort((a, b) => Number(a.needsImage) - Number(b.needsImage) || a.id.localeCompare(b.id))
    .map((model) => [model.id, model]),
);

/** What the page is told of them. */
export const modelCards: readonly ModelCard[] = [...models.values()].map(({ build: _, ...card }) => card);

/** Finds a model by id; the error names what there is. */
export function modelById(id: string): Model {
  const model = models.get(id);
  if (!model) throw new Error(`There is no model "${id}"; there are ${[...models.keys()].join(', ')}.`);
  return model;
}
