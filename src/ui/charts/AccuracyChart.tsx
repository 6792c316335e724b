// Accuracy on the training batches, the validation set or the test set, and how far the teacher is.
import { memo, useCallback, useEffect, useId, useMemo, useRef, useState } from 'react';
import { TEACHER, TRAIN_ACCURACY } from '../../contract/protocol.ts';
import type { LaneView } from '../../state/lane-view.ts';
import { numbers, t } from '../messages/messages.ts';
import { ChartCard } from './ChartCard.tsx';
import { formatShare } from './format.ts';
import { evaluationCurves, seriesCurves } from './rows.ts';
import { useSteady } from './useSteady.ts';

const SETS = ['train', 'validation', 'test'] as const;
type SetName = (typeof SETS)[number];

const SET_NAMES = {
  train: 'chart.accuracyTrain',
  validation: 'chart.accuracyValidation',
  test: 'chart.accuracyTest',
} as const;

interface AccuracyChartProps {
  /** The lanes that are drawn. */
  lanes: readonly LaneView[];
  teacher: LaneView | undefined;
  smoothing: number;
  empty: string;
}

export const AccuracyChart = memo(function AccuracyChart({
  lanes,
  teacher,
  smoothing,
  empty,
}: AccuracyChartProps) {
  const [set, setSet] = useState<SetName>('test');
  const measured = set === 'train' ? 'test' : set;
  const detects = lanes.some(({ evaluations }) => evaluations.at(-1)?.test.precision);
  const curves = useMemo(
    () =>
      set === 'train'
        ? seriesCurves(lanes, TRAIN_ACCURACY)
        : evaluationCurves(lanes, set, (evaluation) => evaluation.accuracy),
    [lanes, set],
  );
  const level = teacher?.evaluations.at(-1)?.[measured].accuracy;
  const color = teacher?.color;
  const drawn = lanes.some((lane) => lane.id === TEACHER);
  const reference = useMemo(
    () =>
      level === undefined || drawn || color === undefined
        ? undefined
        : {
            value: level,
            label: t('chart.teacherLevel', { accuracy: numbers.percent(level) }),
            color,
          },
    [level, drawn, color],
  );
  const latest = useRef(lanes);
  useEffect(() => {
    latest.current = lanes;
  });
  const remark = useCallback((step: number) => partOfSet(latest.current, measured, step), [measured]);
  const name = useId();
  return (
    <ChartCard
      title={t(detects ? 'chart.precision' : 'chart.accuracy')}
      unit={t(SET_NAMES[set])}
      curves={useSteady(curves)}
      smoothing={set === 'train' ? smoothing : 0}
      share
      reference={reference}
      format={numbers.percent}
      tick={formatShare}
      remark={set === 'train' ? undefined : remark}
      empty={empty}
      note={
        set === 'train' &&
        reference &&
        t('chart.teacherLevelLong', {
          set: t(SET_NAMES[measured]),
          accuracy: numbers.percent(reference.value),
        })
      }
      controls={
        <fieldset className="chart-switch">
          <legend className="visually-hidden">{t('chart.accuracySet')}</legend>
          {SETS.map((option) => (
            <label key={option}>
              <input type="radio" name={name} checked={set === option} onChange={() => setSet(option)} />
              <span>{t(SET_NAMES[option])}</span>
            </label>
          ))}
        </fieldset>
      }
    />
  );
});

/** Interim evaluations look at the first part of the set; the reader is told how many samples that were. */
function partOfSet(lanes: readonly LaneView[], set: 'validation' | 'test', step: number): string | null {
  const point = lanes.flatMap((lane) => lane.evaluations).find((e) => e.step === step && !e.whole);
  return point ? t('chart.partOfSet', { samples: point[set].samples }) : null;
}
