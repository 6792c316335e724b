// Dark knowledge: one sample, found by what networks make of it, and their probabilities at any temperature.
import { type KeyboardEvent, useState } from 'react';
import type { LookProps } from '../looks.ts';
import { t } from '../messages/messages.ts';
import './explain.css';
import { changeDesk } from './desk.ts';
import { ProbabilityTable } from './ProbabilityTable.tsx';
import { SampleChooser } from './SampleChooser.tsx';
import { SampleFinder } from './SampleFinder.tsx';
import { SamplePicture } from './SamplePicture.tsx';
import { TemperatureSlider } from './TemperatureSlider.tsx';
import { useChosen } from './useChosen.ts';

const TURNS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1 };
const START_T = 4;

export function SampleViewer({ lanes, run, step, ask }: LookProps) {
  const {
    set,
    index,
    count,
    go,
    answer: sample,
    failure,
  } = useChosen(run, step, (place) => ask('sample', place));
  const [temperature, setTemperature] = useState(START_T);
  const turn = (event: KeyboardEvent) => {
    const by = TURNS[event.key];
    const { target } = event;
    if (by === undefined || target instanceof HTMLInputElement || target instanceof HTMLSelectElement) return;
    event.preventDefault();
    go(index + by);
  };
  return (
    <section className="sample" aria-label={t('sample.title')} onKeyDown={turn}>
      <h3>{t('sample.title')}</h3>
      <p className="explain-note">{t('sample.explain')}</p>
      <SampleFinder
        {...{ lanes, run, step, ask, set }}
        changeSet={(other) => changeDesk(run, { chosen: { set: other, index: 0 } })}
        chosen={index}
        choose={go}
      />
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
              busy={sample.index !== index || sample.set !== set}
            />
          )}
        </div>
      </div>
    </section>
  );
}
