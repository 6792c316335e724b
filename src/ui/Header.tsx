// The name, what the page is for, and which engine runs.
import { useState } from 'react';
import type { EngineInfo } from '../contract/protocol.ts';
import { ENGINES } from '../contract/setup.ts';
import { Commands } from './Commands.tsx';
import { useActions, useApp } from './context.ts';
import { SelectField } from './controls/SelectField.tsx';
import { EnginePanel } from './EnginePanel.tsx';
import { Mark } from './icons.tsx';
import { t } from './messages/messages.ts';
import { Shown } from './Shown.tsx';

export function Header() {
  return (
    <header className="page-header">
      <div className="brand">
        <Mark />
        <div>
          <h1>{t('app.name')}</h1>
          <p>{t('app.purpose')}</p>
        </div>
      </div>
      <Commands />
      <Shown part="engine">
        <EngineChoice />
      </Shown>
    </header>
  );
}

/** Which engine runs, more about it, and another. */
function EngineChoice() {
  const info = useApp((state) => state.run.info);
  const chosen = useApp((state) => state.draft.setup.engine);
  const actions = useActions();
  const [wanted, setWanted] = useState<boolean | null>(null);
  const open = wanted ?? Boolean(info?.why);
  const state = !info ? 'starting' : info.why ? 'fallback' : info.software ? 'software' : 'fine';
  return (
    <>
      <div className="engine">
        <button
          type="button"
          className="badge"
          data-state={state}
          aria-expanded={open}
          aria-controls="engine-panel"
          onClick={() => setWanted(!open)}
        >
          <span className="badge-dot" aria-hidden="true" />
          <span className="badge-text">
            {info ? nameOf(info) : t('engine.starting')}
            {info?.software && <em>{t('engine.software')}</em>}
          </span>
        </button>
        <SelectField
          label={t('engine.label')}
          className="field-inline"
          value={chosen}
          options={ENGINES.map((value) => ({ value, label: t(`engine.${value}`) }))}
          onChange={(value) => actions.change(['engine'], value)}
        />
      </div>
      <div id="engine-panel" className="engine-place" hidden={!open}>
        {open && info && <EnginePanel info={info} close={() => setWanted(false)} />}
      </div>
    </>
  );
}

/** An engine without an adapter of its own has one name only. */
function nameOf({ engine, adapter }: EngineInfo): string {
  const name = t(`engine.${engine}`);
  return adapter === '' || adapter === name ? name : t('engine.runs', { engine: name, adapter });
}
