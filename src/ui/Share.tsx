// Take the set-up along: as a link, as a file; and bring one in.
import { useRef, useState } from 'react';
import { MAX_LINK, writeLink } from '../state/link.ts';
import { writeSetupFile } from '../state/setup-file.ts';
import { useActions, useApp } from './context.ts';
import { numbers, t } from './messages/messages.ts';

export function Share() {
  const draft = useApp((state) => state.draft);
  const { openFile, hash } = useActions();
  const stands = useApp((state) => state.run.transport === 'paused' || state.run.transport === 'finished');
  const [told, setTold] = useState('');
  const input = useRef<HTMLInputElement>(null);

  const copy = async () => {
    const fragment = writeLink(draft.setup, draft.preset);
    if (fragment.length > MAX_LINK) return setTold(t('setup.linkTooLong'));
    try {
      await navigator.clipboard.writeText(new URL(`#${fragment}`, location.href).href);
      setTold(t('setup.copied'));
    } catch {
      setTold(t('setup.copyFailed'));
    }
  };

  const fingerprint = () =>
    hash().then(
      ({ step, hash: all }) =>
        setTold(t('setup.fingerprintOf', { step: numbers.integer(step), hash: all.slice(0, 16) })),
      (error: Error) => setTold(error.message),
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
      <p className="fineprint" role="status">
        {told}
      </p>
      <p className="fineprint">{t('app.offline')}</p>
    </section>
  );
}

function download(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
