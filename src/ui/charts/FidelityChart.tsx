// How like its teacher a student is, and how well it knows when it is right: agreement, KL, calibration.
import { memo, useId, useMemo, useState } from 'react';
import type { Evaluation } from '../../contract/protocol.ts';
import type { LaneView } from '../../state/lane-view.ts';
import { tc } from '../messages/charts.ts';
import { numbers, t } from '../messages/messages.ts';
import { ChartCard } from './ChartCard.tsx';
import { formatNumber, formatShare } from './format.ts';
import { evaluationCurves } from './rows.ts';
import { useSteady } from './useSteady.ts';

/** `null` where there is no teacher to compare with: no curve then. */
const QUANTITIES = {
  agreement: { of: (e: Evaluation) => e.agreement ?? Number.NaN, share: true },
  kl: { of: (e: Evaluation) => e.kl ?? Number.NaN, share: false },
  calibration: { of: (e: Evaluation) => e.calibration, share: true },
  loss: { of: (e: Evaluation) => e.loss, share: false },
} as const;
type Quantity = keyof typeof QUANTITIES;
const NAMES = Object.keys(QUANTITIES) as Quantity[];
const SETS = ['validation', 'test'] as const;

export const FidelityChart = memo(function FidelityChart(props: {
  lanes: readonly LaneView[];
  empty: string;
}) {
  const { lanes, empty } = props;
  const [wanted, setQuantity] = useState<Quantity>('agreement');
  // Detectors choose no class for a scene on which they could agree.
  const detects = lanes.some(({ evaluations }) => evaluations.at(-1)?.test.precision);
  const names = detects ? NAMES.filter((name) => name !== 'agreement') : NAMES;
  const quantity = names.includes(wanted) ? wanted : 'kl';
  const [set, setSet] = useState<(typeof SETS)[number]>('test');
  const { of, share } = QUANTITIES[quantity];
  const curves = useMemo(() => evaluationCurves(lanes, set, of), [lanes, set, of]);
  const id = useId();
  return (
    <ChartCard
      title={tc('fidelity.title')}
      unit={tc(`fidelity.${quantity}.unit`)}
      curves={useSteady(curves)}
      share={share}
      format={share ? numbers.percent : formatNumber}
      tick={share ? formatShare : formatNumber}
      empty={empty}
      controls={
        <>
          <label className="visually-hidden" htmlFor={`${id}quantity`}>
            {tc('fidelity.quantity')}
          </label>
          <select
            className="input"
            id={`${id}quantity`}
            value={quantity}
            onChange={(event) =>
              setQuantity(NAMES.find((name) => name === event.target.value) ?? 'agreement')
            }
          >
            {names.map((name) => (
              <option key={name} value={name}>
                {tc(`fidelity.${name}`)}
              </option>
            ))}
          </select>
          <label className="visually-hidden" htmlFor={`${id}set`}>
            {t('chart.accuracySet')}
          </label>
          <select
            className="input"
            id={`${id}set`}
            value={set}
            onChange={(event) => setSet(SETS.find((name) => name === event.target.value) ?? 'test')}
          >
            <option value="validation">{t('chart.accuracyValidation')}</option>
            <option value="test">{t('chart.accuracyTest')}</option>
          </select>
        </>
      }
    />
  );
});
