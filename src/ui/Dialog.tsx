// A dialog over the page: the browser's own element keeps the focus inside, closes on Escape and gives the focus back. It
// stands at the end of the page, not where it was called from: that may be folded away meanwhile.
// What carries data-first-focus has the focus when it opens.
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { createPortal } from 'react-dom';
import { t } from './messages/messages.ts';

export function Dialog(props: {
  readonly title: string;
  readonly close: () => void;
  readonly children: ReactNode;
  readonly className?: string;
}) {
  const { title, close, children, className = '' } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const element = dialog.current;
    if (!element?.open) element?.showModal();
    element?.querySelector<HTMLElement>('[data-first-focus]')?.focus();
    return () => element?.close();
  }, []);
  return createPortal(
    <dialog ref={dialog} className={`dialog ${className}`} aria-labelledby={id} onClose={close}>
      <div className="panel-head">
        <h2 id={id}>{title}</h2>
        <button type="button" className="quiet" onClick={close}>
          {t('dialog.close')}
        </button>
      </div>
      {children}
    </dialog>,
    document.body,
  );
}
