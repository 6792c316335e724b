// What went wrong or was done, each in a sentence, until it is dismissed; and the two cases that stop everything.
import type { Notice } from '../state/run.ts';
import { useActions, useApp } from './context.ts';
import { numbers, said, t } from './messages/messages.ts';

export function Notices() {
  const notices = useApp((state) => state.run.notices);
  const crashed = useApp((state) => state.run.crashed);
  const lost = useApp((state) => state.run.lost);
  const actions = useActions();
  return (
    <div className="notices" role="status">
      {crashed !== null && (
        <section className="panel panel-bad">
          <h2>{t('engine.crashed.title')}</h2>
          <p>{said(crashed)}</p>
          <button type="button" className="primary" onClick={actions.apply}>
            {t('engine.crashed.restart')}
          </button>
        </section>
      )}
      {lost && (
        <section className="panel panel-bad">
          <h2>{t('lost.title')}</h2>
          <p>
            {said(lost.reason)} {t('lost.from', { step: numbers.integer(lost.from) })}
          </p>
          <button type="button" className="primary" onClick={actions.recover}>
            {t('lost.continue')}
          </button>
        </section>
      )}
      {notices.map((notice) => (
        <OneNotice key={notice.id} notice={notice} />
      ))}
    </div>
  );
}

function OneNotice({ notice }: { notice: Notice }) {
  const actions = useActions();
  const source = useApp((state) => state.draft.setup.teacher.source);
  const failedLoad = notice.kind === 'failed' && notice.command === 'load';
  const title =
    notice.kind !== 'failed'
      ? t(`notice.${notice.kind}`)
      : t(failedLoad ? 'notice.failed.load' : 'notice.failed.other');
  const dismiss = () => actions.dismiss(notice.id);
  return (
    <section className="panel panel-warn">
      <div className="panel-head">
        <h2>{title}</h2>
        <button type="button" className="quiet" onClick={dismiss}>
          {t('notice.dismiss')}
        </button>
      </div>
      {notice.details.map((detail) => (
        <p key={detail}>{said(detail)}</p>
      ))}
      {failedLoad && source === 'pretrained' && (
        <button
          type="button"
          onClick={() => {
            actions.change(['teacher', 'source'], 'train');
            dismiss();
          }}
        >
          {t('notice.trainTeacher')}
        </button>
      )}
    </section>
  );
}
