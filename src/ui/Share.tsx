// Take the set-up along: as a link, as a file; and bring one in.
import { lazy, Suspense, useRef, useState } from 'react';
import { MAX_LINK } from '../state/link.ts';
import { writeSetupFile } from '../state/setup-file.ts';
import { useActions, useApp } from './context.ts';
import { copyText, download } from './download.ts';
import { numbers, t } from './messages/messages.ts';
import { useUndoable } from './undoable.ts';

const ClassLink = lazy(() => import('./class-link/ClassLink.tsx').then((m) => ({ default: m.ClassLink })));

const TakeAway = lazy(() => import('./takeaway/TakeAway.tsx').then((m) => ({ default: m.TakeAway })));

export function Share() {
  const draft = useApp((state) => state.draft);
  const { ask, link } = useActions();
  const { openFile } = useUndoable();
  const stands = useApp((state) => state.run.transport === 'paused' || state.run.transport === 'finished');
  const edits = useApp((state) => state.moves.length);
  const [told, setTold] = useState('');
  /** How many knobs had been moved in the run that was told of. */
  const [edited, setEdited] = useState(0);
  const [forClass, setForClass] = useState(false);
  const [taking, setTaking] = useState(false);
  const input = useRef<HTMLInputElement>(null);

  const tell = (text: string, moved = 0) => {
    setTold(text);
    setEdited(moved);
  };

  const copy = async () => {
    const fragment = link();
    if (fragment.length > MAX_LINK) return tell(t('setup.linkTooLong'));
    const copied = await copyText(new URL(`#${fragment}`, location.href).href);
    tell(t(copied ? 'setup.copied' : 'setup.copyFailed'), edits);
  };

  const fingerprint = () =>
    ask('hash', {}).then(
      ({ step, hash: all }) =>
        tell(t('setup.fingerprintOf', { step: numbers.integer(step), hash: all.slice(0, 16) }), edits),
      (error: Error) => tell(error.message),
    );

  return (
    <section className="share" aria-label={t('setup.share')}>
      <div className="buttons">
        <button type="button" onClick={copy}>
          {t('setup.copy')}
        </button>
        <button
          type="button"
          onClick={() => download(writeSetupFile(draft.setup), `stillroom-${draft.preset.id}.json`)}
        >
          {t('setup.save')}
        </button>
        <button type="button" onClick={() => input.current?.click()}>
          {t('setup.open')}
        </button>
        <button type="button" onClick={() => setTaking(true)}>
          {t('setup.takeAway')}
        </button>
        <button type="button" onClick={() => setForClass(true)}>
          {t('setup.classLink')}
        </button>
        <button type="button" disabled={!stands} title={t('setup.fingerprint.hint')} onClick={fingerprint}>
          {t('setup.fingerprint')}
        </button>
      </div>
      <input
        ref={input}
        type="file"
        accept="application/json,.json"
        hidden
        aria-label={t('setup.open')}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file) void openFile(file);
          event.target.value = '';
        }}
      />
      <div className="fineprint" role="status">
        <p>{told}</p>
        {edited > 0 && <p>{t('setup.edited', { n: edited })}</p>}
      </div>
      <p className="fineprint">{t('app.offline')}</p>
      <Suspense>{taking && <TakeAway close={() => setTaking(false)} />}</Suspense>
      <Suspense>{forClass && <ClassLink close={() => setForClass(false)} />}</Suspense>
    </section>
  );
}
