// A part of the page that a link may hide, and what stands there instead of all hidden parts.
import type { ReactNode } from 'react';
import type { Part } from '../state/view.ts';
import { useActions, useApp } from './context.ts';
import { t } from './messages/messages.ts';

export const useShown = (part: Part): boolean => useApp((state) => !state.view.hide.includes(part));

export function Shown({ part, children }: { part: Part; children: ReactNode }) {
  return useShown(part) ? children : null;
}

/** Says that parts are hidden, with a way back; in a frame, the way to the whole page. */
export function HiddenParts() {
  const { show, link } = useActions();
  const { hide, embed } = useApp((state) => state.view);
  useApp((state) => state.draft); // the link is that of the set-up as it stands
  if (embed) {
    return (
      <p className="hidden-parts">
        <a href={`#${link({ language: null, hide: [], embed: false })}`} target="_blank" rel="noopener">
          {t('shown.whole')}
        </a>
      </p>
    );
  }
  if (hide.length === 0) return null;
  return (
    <p className="hidden-parts">
      <span>{t('shown.some')}</span>
      <button type="button" className="quiet" onClick={() => show({ hide: [] })}>
        {t('shown.all')}
      </button>
    </p>
  );
}
