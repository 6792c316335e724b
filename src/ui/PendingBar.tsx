// The set-up shown is another than the one that runs: apply it, or go back.
import { isInProgress, isPending } from '../state/app.ts';
import { useActions, useApp } from './context.ts';
import { useProblems } from './controls/draft-hooks.ts';
import { said, t } from './messages/messages.ts';
import { useUndoable } from './undoable.ts';

export function PendingBar() {
  const pending = useApp(isPending);
  const failed = useApp((state) => state.requested !== state.applied && state.run.transport !== 'loading');
  const empty = useApp((state) => state.run.transport === 'empty');
  const inProgress = useApp((state) => isInProgress(state.run));
  const problems = useProblems();
  const { apply } = useActions();
  const { discard } = useUndoable();
  if (problems.length > 0) {
    return (
      <div className="pending pending-bad" role="status">
        <div>
          <strong>{t('pending.problems')}</strong>
          {problems.map((problem) => (
            <p key={problem}>{said(problem)}</p>
          ))}
        </div>
        {pending && (
          <button type="button" onClick={discard}>
            {t('pending.discard')}
          </button>
        )}
      </div>
    );
  }
  // Where nothing would be lost the change is applied by itself in a moment, unless that was refused.
  if (!pending || (!inProgress && !failed)) return null;
  return (
    <div className="pending" role="status">
      <strong>{t(empty ? 'pending.refused' : 'pending.title')}</strong>
      <button type="button" className="primary" onClick={apply}>
        {t('pending.apply')}
      </button>
      <button type="button" onClick={discard}>
        {t('pending.discard')}
      </button>
    </div>
  );
}
