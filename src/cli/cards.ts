// npm run cards -- [--json]: what the engine offers: methods, models and data sets.
import { cards } from '../train/cards.ts';
import { runMain } from './run-main.ts';

await runMain(async (args) => {
  if (args.includes('--json')) console.log(JSON.stringify(cards, null, 1));
  else
    for (const [kind, list] of Object.entries(cards))
      console.log(`${kind}: ${list.map((card: { id: string }) => card.id).join(', ')}`);
  return 0;
});
