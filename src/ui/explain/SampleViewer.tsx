// Dark knowledge: one test sample, and what teacher and students make of it at any temperature.
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { LookProps } from '../looks.ts';
import { t } from '../messages/messages.ts';
import './explain.css';
import { ProbabilityTable } from './ProbabilityTable.tsx';
import { SampleChooser } from './SampleChooser.tsx';
import { SamplePicture } from './SamplePicture.tsx';
import { TemperatureSlider } from './TemperatureSlider.tsx';
import { usePaced } from './usePaced.ts';

const TURNS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1 };
const START_T = 4;

export function SampleViewer({ lanes, run, step, ask }: LookProps) {
  const count = Math.max(1, run.counts.test);
  const [chosen, setChosen] = useState(0);
  const [temperature, setTemperature] = useState(START_T);
  const { answer: sample, failure, want } = usePaced(run, (index: number) => ask('sample', { index }));
  const index = Math.min(chosen, count - 1);
  const asked = useRef({ index: -1, run });
  // biome-ignore lint/correctness/useExhaustiveDependencies: when training has gone on, the same sample is asked for again
  useEffect(() => {
    want(index, asked.current.index !== index || asked.current.run !== run);
    asked.current = { index, run };
  }, [want, index, run, step]);
  const go = (to: number) => setChosen(((to % count) + count) % count);
  const turn = (event: KeyboardEvent) => {
    const by = TURNS[event.key];
    if (by === undefined || event.target instanceof HTMLInputElement) return;
    event.preventDefault();
    go(index + by);
  };
  return (
    <section className="sample" aria-label={t('sample.title')} onKeyDown={turn}>
      <h3>{t('sample.title')}</h3>
      <p className="explain-note">{t('sample.explain')}</p>
      <div className="sample-body">
        <div className="sample-side">
          {sample && <SamplePicture sample={sample} shape={run.shape} classes={run.classes} />}
          <SampleChooser index={index} count={count} go={go} />
          <TemperatureSlider value={temperature} change={setTemperature} />
        </div>
        <div className="sample-main">
          {failure && <p className="explain-note">{t('sample.failed', { reason: failure })}</p>}
          {!sample && !failure && <p className="explain-note">{t('sample.waiting')}</p>}
          {sample && (
            <ProbabilityTable
              sample={sample}
              lanes={lanes}
              classes={run.classes}
              temperature={temperature}
              busy={sample.index !== index}
            />
          )}
        </div>
      </div>
    </section>
  );
}
