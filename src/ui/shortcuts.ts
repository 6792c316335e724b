// Single keys for the whole page. They are silent while someone types, and can be switched off.
import { useEffect } from 'react';
import { allCommands, commandStore } from './commands.ts';

/** Does the command whose key is pressed; Ctrl or ⌘ and K opens the palette, also where single keys are off. */
export function useShortcuts(openPalette: () => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.altKey || event.repeat || event.defaultPrevented) return;
      const key = event.key.toLowerCase();
      if (event.ctrlKey || event.metaKey) {
        if (key !== 'k' || event.shiftKey) return;
        event.preventDefault();
        openPalette();
        return;
      }
      if (
        !commandStore.getState().keys ||
        isSpokenFor(event.composedPath()[0] ?? null, key) ||
        document.querySelector('dialog[open]')
      )
        return;
      const command = allCommands().find((one) => one.key === key);
      if (!command) return;
      event.preventDefault(); // Space would scroll
      if (command.enabled !== false) command.run();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [openPalette]);
}

/** Whether the element under the keys has its own use for this one. */
function isSpokenFor(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (
    target.isContentEditable ||
    target.matches('select, textarea, input:not([type=range], [type=checkbox], [type=radio])')
  )
    return true;
  return (
    key === ' ' &&
    target.matches('button, summary, a, [role=button], input:not([type=range]), [data-scrolls]')
  );
}
