// One training step in slow motion: seven phases on a diagram, each with the numbers this step has. The last phase
// takes the step, and the next begins.
import { useEffect, useState } from 'react';
import type { LoadedRun } from '../../contract/protocol.ts';
import { TEACHER } from '../../contract/protocol.ts';
import type { StepTrace } from '../../contract/questions.ts';
import type { LaneView } from '../../state/lane-view.ts';
import { useActions, useApp } from '../context.ts';
import { usePaced } from '../explain/usePaced.ts';
import { numbers } from '../messages/messages.ts';
import { ts } from '../messages/slow-motion.ts';
import { BatchStrip } from './BatchStrip.tsx';
import { PhaseDetail } from './PhaseDetail.tsx';
import { brief, phasesOf } from './phases.ts';
import './slow-motion.css';

const AUTO_MS = 1800;

export function SlowMotion({
  lanes,
  run,
  close,
}: {
  lanes: readonly LaneView[];
  run: LoadedRun;
  close: () => void;
}) {
  const students = lanes.filter(({ id }) => id !== TEACHER);
  const [wanted, setLane] = useState('');
  const lane = students.find(({ id }) => id === wanted) ?? students[1] ?? students[0];
  const { trace, failure } = useTrace(run, lane?.id ?? '');
  const [phase, setPhase] = useState(0);
  const [chosen, setChosen] = useState(0);
  const [auto, setAuto] = useState(false);
  const { step } = useActions();
  const phases = phasesOf(run);
  const last = phase === phases.length - 1;
  const next = () => {
    if (!trace) return;
    setPhase(last ? 0 : phase + 1);
    if (last) step();
  };
  useEffect(() => {
    if (!auto || !trace) return;
    const timer = setTimeout(next, AUTO_MS);
    return () => clearTimeout(timer);
  });
  const sample = trace?.samples[Math.min(chosen, trace.samples.length - 1)];
  const name = phases[phase] ?? 'batch';
  return (
    <section className="slow-motion panel" aria-labelledby="slow-title">
      <div className="panel-head">
        <h2 id="slow-title">{ts('title')}</h2>
        <button type="button" className="quiet" onClick={close}>
          {ts('close')}
        </button>
      </div>
      <p className="plain">{ts('explain')}</p>
      <div className="slow-controls">
        <label>
          <span>{ts('lane')}</span>
          <select className="input" value={lane?.id} onChange={(event) => setLane(event.target.value)}>
            {students.map((student) => (
              <option key={student.id} value={student.id}>
                {student.name}
              </option>
            ))}
          </select>
        </label>
        <button type="button" disabled={phase === 0} onClick={() => setPhase(phase - 1)}>
          {ts('back')}
        </button>
        <button type="button" className="primary" disabled={!trace} onClick={next}>
          {ts(last ? 'take' : 'next')}
        </button>
        <button type="button" aria-pressed={auto} disabled={!trace} onClick={() => setAuto(!auto)}>
          {ts(auto ? 'stop' : 'auto')}
        </button>
      </div>
      {failure && <p>{ts('failed', { reason: failure })}</p>}
      {!trace && !failure && <p className="plain">{ts('waiting')}</p>}
      {trace && sample && lane && (
        <>
          <p className="visually-hidden" role="status">
            {ts('step', { step: numbers.integer(trace.step), n: phase + 1, phase: ts(`phase.${name}`) })}
          </p>
          <ol className="phases" aria-label={ts('diagram')}>
            {phases.map((one, i) => (
              <li key={one} data-state={i < phase ? 'done' : i === phase ? 'now' : 'later'}>
                <button
                  type="button"
                  aria-current={i === phase ? 'step' : undefined}
                  onClick={() => setPhase(i)}
                >
                  <strong>{ts(`phase.${one}`)}</strong>
                  <span>{i <= phase ? brief(one, trace, sample, run.classes) : '…'}</span>
                </button>
              </li>
            ))}
          </ol>
          <BatchStrip trace={trace} run={run} chosen={chosen} choose={setChosen} />
          <PhaseDetail phase={name} trace={trace} sample={sample} lane={lane} classes={run.classes} />
        </>
      )}
    </section>
  );
}

/** The step that comes next, worked out anew whenever it is another. */
function useTrace(run: LoadedRun, lane: string): { trace: StepTrace | null; failure: string | null } {
  const { ask } = useActions();
  const position = useApp((state) => `${state.run.phase} ${state.run.step}`);
  const stands = useApp((state) => state.run.transport !== 'playing' && state.run.transport !== 'loading');
  const { answer, failure, want } = usePaced(run, (of: string) => ask('trace', { lane: of }));
  // biome-ignore lint/correctness/useExhaustiveDependencies: another position is another step
  useEffect(() => {
    if (stands && lane) want(lane, true);
  }, [want, lane, position, stands]);
  return { trace: answer?.lane === lane ? answer : null, failure };
}
