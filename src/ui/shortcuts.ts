// Single keys for the whole page. They are silent while someone types, and can be switched off.
import { useEffect } from 'react';

type Shortcuts = Readonly<Record<string, () => void>>;

export function useShortcuts(on: boolean, shortcuts: Shortcuts): void {
  useEffect(() => {
    if (!on) return;
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented) return;
      const key = event.key.toLowerCase();
      const act = Object.hasOwn(shortcuts, key) ? shortcuts[key] : undefined;
      if (!act || isSpokenFor(event.target, key)) return;
      event.preventDefault(); // Space would scroll
      act();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [on, shortcuts]);
}

/** Whether the element under the keys has its own use for this one. */
function isSpokenFor(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (
    target.isContentEditable ||
    target.matches('select, textarea, input:not([type=range], [type=checkbox], [type=radio])')
  )
    return true;
  return key === ' ' && target.matches('button, summary, a, input:not([type=range]), [data-scrolls]');
}
