// One scene, and what every detector finds in it while it trains.
import { useId, useState } from 'react';
import { SAMPLE_SETS, type SampleSet } from '../../contract/questions.ts';
import { Swatch } from '../charts/Swatch.tsx';
import { changeDesk } from '../explain/desk.ts';
import { SampleChooser } from '../explain/SampleChooser.tsx';
import { useChosen } from '../explain/useChosen.ts';
import type { LookProps } from '../looks.ts';
import { numbers, t } from '../messages/messages.ts';
import { tv } from '../messages/scenes.ts';
import '../explain/explain.css';
import '../explain/compare.css';
import '../explain/samples.css';
import './scenes.css';
import { SceneFigure } from './SceneFigure.tsx';
import { countsOf, heatsOf } from './scene.ts';

const START_SCORE = 0.3;

export function Scenes({ lanes, run, step, ask }: LookProps) {
  const {
    set,
    index,
    count,
    go,
    answer: scene,
    failure,
  } = useChosen(run, step, (place) => ask('scene', place));
  const [score, setScore] = useState(START_SCORE);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [heat, setHeat] = useState('');
  const [setId, scoreId, heatId] = [useId(), useId(), useId()];
  const shown = lanes.filter(({ id }) => !hidden.has(id));
  const heats = scene ? heatsOf(scene, lanes) : [];
  const over = heats.find(({ id }) => id === heat) ?? null;
  return (
    <section className="compare" aria-label={t('scenes.title')}>
      <h3>{t('scenes.title')}</h3>
      <p className="explain-note">{tv('explain')}</p>
      <div className="samples-controls scene-controls">
        <label htmlFor={setId} className="field">
          <span>{tv('set')}</span>
          <select
            id={setId}
            className="input"
            value={set}
            onChange={(event) =>
              changeDesk(run, { chosen: { set: event.target.value as SampleSet, index: 0 } })
            }
          >
            {SAMPLE_SETS.map((name) => (
              <option key={name} value={name}>
                {tv(name)}
              </option>
            ))}
          </select>
        </label>
        <label htmlFor={scoreId} className="field">
          <span>
            {tv('score')}: {score.toFixed(2)}
          </span>
          <input
            id={scoreId}
            type="range"
            min={0.05}
            max={0.95}
            step={0.05}
            value={score}
            onChange={(event) => setScore(Number(event.target.value))}
          />
        </label>
        <label htmlFor={heatId} className="field">
          <span>{tv('heat')}</span>
          <select
            id={heatId}
            className="input"
            value={over?.id ?? ''}
            onChange={(event) => setHeat(event.target.value)}
          >
            <option value="">{tv('nothing')}</option>
            {heats.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </select>
        </label>
      </div>
      <div className="scene-body">
        <div>
          {scene && <SceneFigure {...{ scene, run, lanes: shown, score, heat: over }} />}
          {over && <p className="explain-note">{tv('heatScale', { most: numbers.fixed3(over.most) })}</p>}
          <SampleChooser index={index} count={count} go={go} />
        </div>
        <div>
          {failure && <p className="explain-note">{tv('failed', { reason: failure })}</p>}
          {!scene && !failure && <p className="explain-note">{tv('waiting')}</p>}
          {scene && (
            <fieldset className="scene-networks">
              <legend>{tv('shown')}</legend>
              <p>
                <span className="scene-truth" aria-hidden="true" /> {tv('truth', { n: scene.truths.length })}
              </p>
              {lanes.map((lane) => {
                const { right, wrong } = countsOf(scene, lane.id, score);
                return (
                  <label key={lane.id} className="check">
                    <input
                      type="checkbox"
                      checked={!hidden.has(lane.id)}
                      onChange={({ target }) => {
                        const next = new Set(hidden);
                        if (target.checked) next.delete(lane.id);
                        else next.add(lane.id);
                        setHidden(next);
                      }}
                    />
                    <Swatch color={lane.color} dash={lane.dash} />
                    <span>
                      {tv('found', { name: lane.name, right, objects: scene.truths.length, wrong })}
                    </span>
                  </label>
                );
              })}
              {!scene.labeled && <p className="explain-note">{tv('unlabeled')}</p>}
            </fieldset>
          )}
        </div>
      </div>
    </section>
  );
}
