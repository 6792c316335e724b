// Play, Pause, Step, Reset; how far the run is, and how long it will take.
import { useCallback, useMemo } from 'react';
import { useStore } from 'zustand';
import type { Phase } from '../contract/phases.ts';
import type { LoadedRun } from '../contract/protocol.ts';
import { epochsOf, stepsOf, untilEpoch } from '../state/epochs.ts';
import { commandStore, useCommands } from './commands.ts';
import { useActions, useApp } from './context.ts';
import { Icon } from './icons.tsx';
import { numbers, t } from './messages/messages.ts';

export function Transport({ slow, setSlow }: { slow: boolean; setSlow: (slow: boolean) => void }) {
  const transport = useApp((state) => state.run.transport);
  const loaded = useApp((state) => state.run.run !== null);
  const actions = useActions();
  const keys = useStore(commandStore, (state) => state.keys);
  const playing = transport === 'playing';
  const canPlay = transport === 'ready' || transport === 'paused';
  const canReset = loaded && transport !== 'empty' && transport !== 'loading' && transport !== 'lost';
  const steps = useApp(({ run: { run, phase, step } }) => (run ? untilEpoch(run, phase, step) : 1));
  const epoch = useCallback(() => {
    if (canPlay) actions.advance(steps);
  }, [canPlay, actions, steps]);
  const slowMotion = useCallback(() => {
    if (!slow && playing) actions.pause(); // a step can be looked at when none is under way
    setSlow(!slow);
  }, [slow, setSlow, playing, actions]);
  const toggle = useCallback(() => {
    if (playing) actions.pause();
    else if (canPlay) actions.play();
  }, [playing, canPlay, actions]);
  const step = useCallback(() => {
    if (canPlay) actions.step();
  }, [canPlay, actions]);
  const reset = useCallback(() => {
    if (canReset) actions.reset();
  }, [canReset, actions]);
  const group = 'command.group.run';
  useCommands(
    useMemo(
      () => [
        {
          id: 'play',
          title: t(playing ? 'transport.pause' : 'transport.play'),
          group,
          key: ' ',
          enabled: playing || canPlay,
          run: toggle,
        },
        { id: 'step', title: t('transport.step'), group, key: 's', enabled: canPlay, run: step },
        { id: 'epoch', title: t('transport.epoch'), group, key: 'e', enabled: canPlay, run: epoch },
        { id: 'slow', title: t('transport.slow'), group, key: 'm', enabled: loaded, run: slowMotion },
        { id: 'reset', title: t('transport.reset'), group, key: 'r', enabled: canReset, run: reset },
      ],
      [playing, canPlay, canReset, loaded, toggle, step, epoch, slowMotion, reset],
    ),
  );
  return (
    <section className="transport" aria-label={t('transport.label')}>
      <div className="transport-buttons">
        <button type="button" className="primary play" disabled={!playing && !canPlay} onClick={toggle}>
          <Icon name={playing ? 'pause' : 'play'} />
          {t(playing ? 'transport.pause' : 'transport.play')}
        </button>
        <button type="button" disabled={!canPlay} onClick={step}>
          <Icon name="step" />
          {t('transport.step')}
        </button>
        <button
          type="button"
          disabled={!canPlay}
          onClick={epoch}
          title={t('transport.epoch.hint', { n: steps })}
        >
          {t('transport.epoch')}
        </button>
        <button type="button" disabled={!canReset} onClick={reset}>
          <Icon name="reset" />
          {t('transport.reset')}
        </button>
      </div>
      <Progress />
      <Pace />
      <button type="button" aria-pressed={slow} disabled={!loaded} onClick={slowMotion}>
        {t('transport.slow')}
      </button>
      <label className="check keys" title={t('transport.keys')}>
        <input
          type="checkbox"
          checked={keys}
          onChange={(event) => commandStore.setState({ keys: event.target.checked })}
        />
        <span>
          {t('transport.shortcuts')} <kbd>?</kbd>
        </span>
      </label>
    </section>
  );
}

/** Steps a second to choose from; as fast as it goes is the usual. */
const PACES = [100, 30, 10, 3, 1];

function Pace() {
  const pace = useApp((state) => state.pace);
  const { setPace } = useActions();
  return (
    <label className="pace">
      <span>{t('transport.pace')}</span>
      <select
        className="input"
        value={pace ?? 'full'}
        onChange={(event) => setPace(event.target.value === 'full' ? null : Number(event.target.value))}
      >
        <option value="full">{t('transport.pace.full')}</option>
        {PACES.map((n) => (
          <option key={n} value={n}>
            {t('transport.pace.steps', { n })}
          </option>
        ))}
      </select>
    </label>
  );
}

function Progress() {
  const { transport, phase, step, msPerStep, run, stepping } = useApp((state) => state.run);
  const total = run ? stepsOf(run, phase) : 0;
  const counter = !run ? '' : counterOf(run, phase, step);
  const epochs = run ? epochsOf(run, phase, step) : null;
  const left = transport === 'playing' && msPerStep !== null ? (total - step) * msPerStep : null;
  return (
    <div className="progress">
      <div className="progress-text">
        <strong>{t(`transport.${transport}`)}</strong>
        <span className="counter">{counter}</span>
        {epochs && step > 0 && (
          <span>
            {t('transport.epochOf', {
              epoch: numbers.fixed1(epochs.done),
              total: numbers.fixed1(epochs.total),
            })}
          </span>
        )}
        {msPerStep !== null && <span>{t('transport.ms', { ms: numbers.significant(msPerStep) })}</span>}
        {left !== null && left > 1000 && <span>{t('transport.left', { time: numbers.duration(left) })}</span>}
        <Edited />
        {stepping && <Stepping {...stepping} playing={transport === 'playing'} />}
        {transport === 'finished' && <span>{t('transport.finishedHint')}</span>}
      </div>
      <progress
        aria-label={t('transport.progress')}
        max={Math.max(1, total)}
        value={transport === 'loading' ? undefined : step}
      />
    </div>
  );
}

/** Which part of the run trains, and how far it is. */
function counterOf(run: LoadedRun, phase: Phase, at: number): string {
  const gaps = { step: numbers.integer(at), total: numbers.integer(stepsOf(run, phase)) };
  if (phase === 'teacher') return t('transport.teacherStepOf', gaps);
  const between = run.stages?.phases ?? [];
  const place = between.findIndex((one) => one.phase === phase) + 1;
  if (place === 0) return t('transport.stepOf', gaps);
  return t('transport.stageStepOf', { ...gaps, place: String(place), places: String(between.length) });
}

/** Says that the run is not the one that its set-up alone would give. */
function Edited() {
  const n = useApp((state) => state.moves.length);
  if (n === 0) return null;
  return (
    <span className="edited" title={t('setup.edited', { n })}>
      {t('transport.edited')}
    </span>
  );
}

/** Whether steps are played from a recording, or taken one operation at a time; why, where that was refused. */
function Stepping(props: { recorded: boolean; reason: string | null; playing: boolean }) {
  const { recorded, reason, playing } = props;
  if (!recorded && reason) return <span>{t('transport.refused', { reason })}</span>;
  if (!playing) return null;
  return (
    <span title={t(recorded ? 'transport.recorded.hint' : 'transport.eager.hint')}>
      {t(recorded ? 'transport.recorded' : 'transport.eager')}
    </span>
  );
}
