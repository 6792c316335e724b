// How each network divides the plane, redrawn while it learns: colour for the class, strength for its sureness.
import { type CSSProperties, useEffect, useMemo, useState } from 'react';
import type { Answer } from '../../contract/questions.ts';
import { formatStep } from '../charts/format.ts';
import { Swatch } from '../charts/Swatch.tsx';
import type { LookProps } from '../looks.ts';
import { t } from '../messages/messages.ts';
import { DecisionDifference } from './DecisionDifference.tsx';
import { DecisionMap } from './DecisionMap.tsx';
import './explain.css';
import { ClassKey } from './ClassKey.tsx';
import { usePaced } from './usePaced.ts';

const FINE = 64;
const COARSE = 48;
const NARROW = '(max-width: 40rem)';

interface StepMap {
  readonly map: Answer<'map'>;
  readonly step: number;
}

export function DecisionMaps({ lanes, run, step, ask }: LookProps) {
  const resolution = useNarrow() ? COARSE : FINE;
  const { answer, failure, want } = usePaced(
    run,
    async (at: number): Promise<StepMap> => ({
      map: await ask('map', { resolution, probabilities: true }),
      step: at,
    }),
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new run, or another resolution, wants a new map at the same step
  useEffect(() => {
    if (run.bounds) want(step);
  }, [want, step, run, resolution]);
  const shown = useMemo(() => lanes.filter((lane) => answer?.map.lanes[lane.id]), [lanes, answer]);
  if (!run.bounds) return null;
  return (
    <section className="maps" aria-label={t('maps.title')}>
      <h3>
        {t('maps.title')} {answer && <small>{t('maps.atStep', { step: formatStep(answer.step) })}</small>}
      </h3>
      <p className="explain-note">{t('maps.explain')}</p>
      <ClassKey classes={run.classes} />
      {!answer && (
        <p className="explain-note">
          {failure ? t('maps.failedFirst', { reason: failure }) : t('maps.waiting')}
        </p>
      )}
      {answer && failure && (
        <p className="explain-note">{t('maps.failed', { reason: failure, step: formatStep(answer.step) })}</p>
      )}
      <div className="maps-row" style={{ '--maps': Math.max(1, shown.length) } as CSSProperties}>
        {answer &&
          shown.map((lane) => {
            const map = answer.map.lanes[lane.id];
            return (
              map && (
                <figure key={lane.id}>
                  <DecisionMap lane={lane.name} map={map} resolution={answer.map.resolution} run={run} />
                  <figcaption>
                    <Swatch color={lane.color} dash={lane.dash} /> {lane.name}
                  </figcaption>
                </figure>
              )
            );
          })}
      </div>
      {answer && <DecisionDifference lanes={shown} map={answer.map} />}
    </section>
  );
}

function useNarrow(): boolean {
  const [narrow, setNarrow] = useState(() => matchMedia(NARROW).matches);
  useEffect(() => {
    const query = matchMedia(NARROW);
    const listen = () => setNarrow(query.matches);
    query.addEventListener('change', listen);
    return () => query.removeEventListener('change', listen);
  }, []);
  return narrow;
}
