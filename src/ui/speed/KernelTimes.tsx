// What a step costs: asked for with a button, since measuring takes some seconds.
import { useEffect, useState } from 'react';
import type { LoadedRun } from '../../contract/protocol.ts';
import type { Answer } from '../../contract/questions.ts';
import { numbers, t } from '../messages/messages.ts';
import { KernelTable } from './KernelTable.tsx';
import { StepTotals } from './StepTotals.tsx';
import './speed.css';

interface KernelTimesProps {
  run: LoadedRun;
  /** Whether there is an engine that could measure. */
  stands: boolean;
  request: () => Promise<Answer<'profile'>>;
}

interface Asked {
  readonly answer: Answer<'profile'> | null;
  readonly failure: string | null;
  readonly busy: boolean;
}
const NOTHING: Asked = { answer: null, failure: null, busy: false };

export function KernelTimes({ run, stands, request }: KernelTimesProps) {
  const [{ answer, failure, busy }, setAsked] = useState(NOTHING);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was measured of another run is not of this one
  useEffect(() => setAsked(NOTHING), [run]);
  const measure = async () => {
    setAsked({ answer, failure: null, busy: true });
    try {
      setAsked({ ...NOTHING, answer: await request() });
    } catch (reason) {
      setAsked({ ...NOTHING, failure: reason instanceof Error ? reason.message : String(reason) });
    }
  };
  return (
    <section className="panel kernels" aria-label={t('kernels.title')} aria-busy={busy}>
      <h3>{t('kernels.title')}</h3>
      <p className="plain">{t('kernels.explain')}</p>
      <div className="kernels-ask">
        <button type="button" disabled={busy || !stands} onClick={measure}>
          {t('kernels.measure')}
        </button>
        <p className="plain" role="status">
          {busy && t('kernels.measuring')}
          {!busy && answer && t('kernels.measured', { step: numbers.integer(answer.step) })}
          {failure && t('kernels.failed', { reason: failure })}
        </p>
      </div>
      {answer && (
        <>
          <StepTotals profile={answer.profile} />
          <KernelTable kernels={answer.profile.kernels} />
          <p className="fineprint">{t('kernels.overlap')}</p>
        </>
      )}
    </section>
  );
}
