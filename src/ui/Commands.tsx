// The way to everything the page can do: the buttons for palette and keys, the commands of the page as a whole, and the
// language. Palette and sheet load when they are opened.

import { lazy, Suspense, useCallback, useMemo, useState } from 'react';
import { PRESETS } from '../contract/presets.ts';
import { LANGUAGES, type Language } from '../state/language.ts';
import { useCommands } from './commands.ts';
import { useActions } from './context.ts';
import { useOfferedMethods } from './lane-hooks.ts';
import { language, t, words } from './messages/messages.ts';
import { useShortcuts } from './shortcuts.ts';
import { useUndoable } from './undoable.ts';

const Palette = lazy(() => import('./palette/Palette.tsx').then((m) => ({ default: m.Palette })));
const KeySheet = lazy(() => import('./palette/KeySheet.tsx').then((m) => ({ default: m.KeySheet })));

/** In their own language, so that whoever is lost finds theirs. */
const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', zh: '简体中文' };

export function Commands() {
  const [open, setOpen] = useState<'palette' | 'keys' | null>(null);
  const openPalette = useCallback(() => setOpen('palette'), []);
  const close = useCallback(() => setOpen(null), []);
  useShortcuts(openPalette);
  usePageCommands(setOpen);
  return (
    <div className="page-tools">
      <Tool name={t('command.open')} hint={t('command.openHint')} sign="⌘K" press={openPalette} />
      <Tool name={t('command.help')} hint={t('command.helpHint')} sign="?" press={() => setOpen('keys')} />
      <LanguageChoice />
      <Suspense>
        {open === 'palette' && <Palette close={close} />}
        {open === 'keys' && <KeySheet close={close} />}
      </Suspense>
    </div>
  );
}

function Tool(props: { name: string; hint: string; sign: string; press: () => void }) {
  return (
    <button type="button" className="quiet" aria-label={props.name} title={props.hint} onClick={props.press}>
      <kbd>{props.sign}</kbd>
    </button>
  );
}

function LanguageChoice() {
  const { show } = useActions();
  return (
    <select
      className="input language"
      id="language"
      aria-label={t('language.label')}
      value={language()}
      onChange={(event) => show({ language: event.target.value as Language })}
    >
      {LANGUAGES.map((one) => (
        <option key={one} value={one} lang={one === 'zh' ? 'zh-Hans' : one}>
          {LANGUAGE_NAMES[one]}
        </option>
      ))}
    </select>
  );
}

/** Experiments, methods, languages, and what stands on the page. */
function usePageCommands(open: (what: 'palette' | 'keys') => void): void {
  const actions = useActions();
  const { choosePreset } = useUndoable();
  const methods = useOfferedMethods();
  useCommands(
    useMemo(
      () => [
        {
          id: 'keys',
          title: t('command.help'),
          group: 'command.group.page',
          key: '?',
          run: () => open('keys'),
        },
        ...PRESETS.map((preset) => ({
          id: `experiment-${preset.id}`,
          title: t('command.experiment', { name: words(preset.title) }),
          group: 'command.group.setup' as const,
          run: () => choosePreset(preset.id),
        })),
        ...methods.map((method) => ({
          id: `lane-${method.id}`,
          title: t('command.addLane', { name: words(method.title) }),
          group: 'command.group.lanes' as const,
          run: () => actions.addLane(method.id),
        })),
        ...LANGUAGES.map((one) => ({
          id: `language-${one}`,
          title: t('command.language', { name: LANGUAGE_NAMES[one] }),
          group: 'command.group.page' as const,
          run: () => actions.show({ language: one }),
        })),
      ],
      [actions, choosePreset, methods, open],
    ),
  );
}
