// Titles of the columns and the caption of the table of results, in the language of the page.
import type { LoadedRun } from '../../contract/protocol.ts';
import type { LaneView } from '../../state/lane-view.ts';
import type { Column, ResultRow } from '../../state/results.ts';
import type { ResultTexts } from '../../state/results-text.ts';
import { useApp } from '../context.ts';
import { numbers, t, words } from '../messages/messages.ts';
import { tr } from '../messages/results.ts';

const COLUMNS: readonly Column[] = [
  'last',
  'vsAlone',
  'vsReference',
  'bestStep',
  'best',
  'agreement',
  'kl',
  'calibration',
  'tried',
  'steps',
  'seconds',
  'parameters',
  'macs',
];

export function useResultTexts(
  run: LoadedRun,
  rows: readonly ResultRow[],
  alone: LaneView | undefined,
  reference: LaneView | undefined,
): ResultTexts {
  const info = useApp((state) => state.run.info);
  const data = useApp((state) => state.run.cards?.datasets.find(({ id }) => id === run.setup.data.id));
  const step = useApp((state) => state.run.step);
  const edited = useApp((state) => state.moves.length > 0);
  const titles = { vsAlone: alone?.name, vsReference: reference?.name };
  const columns = COLUMNS.filter((id) => id !== 'vsReference' || reference !== undefined).map((id) => ({
    id,
    title: tr(id === 'last' && run.anchors ? 'results.lastPrecision' : `results.${id}`, {
      name: titles[id as keyof typeof titles] ?? '',
    }),
  }));
  const { seed, seeds } = run.setup;
  const lane = rows.find((row) => row.best !== null);
  const accuracy = {
    step: numbers.integer(lane?.last?.step),
    samples: tr('results.caption.samples', { n: lane?.last?.samples ?? 0 }),
    n: seeds,
    first: String(seed),
    last: String(seed + seeds - 1),
  };
  const caption = [
    tr('results.caption.run', {
      data: data ? words(data.title) : run.setup.data.id,
      step: numbers.integer(step),
      total: numbers.integer(run.totalSteps),
      engine: info ? t(`engine.${info.engine}`) : '–',
      adapter: info?.adapter || '–',
    }),
    tr(seeds === 1 ? 'results.caption.oneSeed' : 'results.caption.seeds', accuracy),
    tr('results.caption.best', {
      samples: tr('results.caption.samples', { n: lane?.best?.samples ?? 0 }),
    }),
    ...(edited ? [tr('results.caption.edited')] : []),
  ];
  return { lane: tr('results.lane'), columns, caption, stopped: tr('results.stopped') };
}
