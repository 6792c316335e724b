// npm run cards -- [--json]: what the engine offers: methods, models and data sets.
import { datasetCards } from '../data/registry.ts';
import { cardOf as methodCard } from '../distill/method.ts';
import { methods } from '../distill/registry.ts';
import { modelCards } from '../nn/registry.ts';
import { runMain } from './node-engine.ts';

await runMain(async (args) => {
  const cards = {
    methods: [...methods.values()].map(methodCard),
    models: modelCards,
    datasets: datasetCards(),
  };
  if (args.includes('--json')) console.log(JSON.stringify(cards, null, 1));
  else
    for (const [kind, list] of Object.entries(cards))
      console.log(`${kind}: ${list.map((card) => card.id).join(', ')}`);
  return 0;
});
