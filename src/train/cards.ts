// What the engine offers, as the page and the programs are told.
import type { Cards } from '../contract/cards.ts';
import { datasetCards } from '../data/registry.ts';
import { cardOf } from '../distill/method.ts';
import { methods } from '../distill/registry.ts';
import { modelCards } from '../nn/registry.ts';

export const cards: Cards = {
  methods: [...methods.values()].map(cardOf),
  models: modelCards,
  datasets: datasetCards(),
};
