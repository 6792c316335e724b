// The numbers of a lane: accuracy large, the others in a list alike on every card, so that rows can be compared.
import { LOSS } from '../contract/protocol.ts';
import type { EvaluationPoint, LaneView } from '../state/lane-view.ts';
import { useApp } from './context.ts';
import type { Key } from './messages/catalogue.ts';
import { numbers, said, t } from './messages/messages.ts';
import { placeAt, usePointedStep } from './pointed-step.ts';

export function Accuracy(props: {
  view: LaneView | null;
  alone: LaneView | null;
  /** Where the weights come from, instead of the step they are of. */
  from?: string;
}) {
  const { view, alone, from } = props;
  const seeds = useApp((state) => state.run.run?.setup.seeds ?? 1);
  const detects = useApp((state) => state.run.run?.anchors !== undefined);
  const step = usePointedStep();
  const pointed = alone !== null && step !== null; // the teacher counts steps of its own
  const last = view && evaluationAt(view, pointed ? step : null);
  const baseline = last && alone && alone.id !== view?.id ? at(alone.evaluations, last) : undefined;
  const difference = last && baseline ? last.test.accuracy - baseline.test.accuracy : null;
  return (
    <div className="accuracy" data-pointed={pointed || undefined}>
      <div className="accuracy-label">{t(detects ? 'read.testPrecision' : 'read.test')}</div>
      <div className="accuracy-value">
        <strong>{last ? numbers.percent(last.test.accuracy) : '–'}</strong>
        {difference !== null && alone && (
          <span
            className={difference >= 0.0005 ? 'better' : difference <= -0.0005 ? 'worse' : 'even'}
            title={t('lane.vsAlone', { points: numbers.points(difference), name: alone.name })}
          >
            <span aria-hidden="true">{numbers.points(difference)}</span>
            <span className="visually-hidden">
              {t('lane.vsAlone', { points: numbers.points(difference), name: alone.name })}
            </span>
          </span>
        )}
      </div>
      <div className="accuracy-note">
        {last
          ? `${from ?? t('lane.atStep', { step: numbers.integer(last.step) })}, ${t('lane.interim', { n: last.test.samples })}, ${seeds === 1 ? t('lane.oneSeed') : t('lane.meanSeeds', { n: seeds })}`
          : t('lane.none')}
      </div>
    </div>
  );
}

/** What was measured last, or last before a step. */
const evaluationAt = ({ evaluations }: LaneView, step: number | null): EvaluationPoint | undefined =>
  evaluations[
    placeAt(
      evaluations.map((point) => point.step),
      step,
    )
  ];

/** The evaluation of the same step over the same samples. */
const at = (evaluations: readonly EvaluationPoint[], point: EvaluationPoint) =>
  evaluations.findLast((other) => other.step === point.step && other.test.samples === point.test.samples);

export function Readouts({ view, teacher = false }: { view: LaneView | null; teacher?: boolean }) {
  const pointed = usePointedStep();
  const step = teacher ? null : pointed;
  const last = view ? evaluationAt(view, step) : undefined;
  const loss = view?.series[LOSS];
  const rows: readonly (readonly [Key, Key, string])[] = [
    ['read.agreement', 'read.agreement.hint', teacher ? '–' : numbers.percent(last?.test.agreement)],
    ['read.kl', 'read.kl.hint', teacher ? '–' : numbers.fixed3(last?.test.kl)],
    ['read.calibration', 'read.calibration.hint', numbers.percent(last?.test.calibration)],
    ['read.validation', 'read.validation.hint', numbers.percent(last?.validation.accuracy)],
    ['read.loss', 'read.loss.hint', numbers.fixed3(last?.test.loss)],
    ['read.trainLoss', 'read.trainLoss.hint', numbers.fixed3(loss?.values[placeAt(loss.steps, step)])],
  ];
  return (
    <dl className="readouts">
      {rows.map(([label, hint, value]) => (
        <div key={label}>
          <dt title={t(hint)}>{t(label)}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export function Stopped({ reason }: { reason: string }) {
  return (
    <p className="stopped">
      <strong>{t('lane.stopped')}.</strong> {said(reason)}
    </p>
  );
}
