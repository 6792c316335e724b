// The whole set-up: experiment, data, networks, training, chance, and ways to take it along.
import { type ReactNode, useState, useSyncExternalStore } from 'react';
import { PRESETS } from '../contract/presets.ts';
import { baselineOf } from '../contract/setup.ts';
import { isChanged } from '../state/setup.ts';
import { useActions, useApp } from './context.ts';
import { DataControls } from './controls/DataControls.tsx';
import { useChange, useProblem } from './controls/draft-hooks.ts';
import { KnobControls } from './controls/KnobControls.tsx';
import { NetControls } from './controls/NetControls.tsx';
import { SelectField } from './controls/SelectField.tsx';
import { SetupNumber } from './controls/SetupNumber.tsx';
import { TrainingControls } from './controls/TrainingControls.tsx';
import { t, words } from './messages/messages.ts';
import { Share } from './Share.tsx';
import { Shown } from './Shown.tsx';
import { useUndoable } from './undoable.ts';

export function SetupPanel() {
  const cards = useApp((state) => state.run.cards);
  const narrow = useNarrow();
  const [unfolded, setUnfolded] = useState(false);
  return (
    <section className="setup" aria-labelledby="setup-title">
      <h2 id="setup-title" className="visually-hidden">
        {t('setup.title')}
      </h2>
      <Experiments />
      {!cards && <p className="plain">{t('boot.noCards')}</p>}
      {cards && (
        <details
          className={narrow ? 'part' : ''}
          open={!narrow || unfolded}
          onToggle={(event) => narrow && setUnfolded(event.currentTarget.open)}
        >
          <summary hidden={!narrow}>
            <h3>{t('setup.title')}</h3>
          </summary>
          <Parts open={!narrow} />
        </details>
      )}
    </section>
  );
}

/** On a narrow screen the parts are folded away, so that the lanes are near. */
function Parts({ open }: { open: boolean }) {
  return (
    <>
      <Part title={t('setup.data')} open={open}>
        <DataControls />
      </Part>
      <Part title={t('setup.student')} open={open}>
        <p className="plain">{t('setup.student.hint')}</p>
        <NetControls of="student" />
      </Part>
      <Part title={t('setup.teacher')}>
        <TeacherControls />
      </Part>
      <Part title={t('setup.training')}>
        <TrainingControls of="students" />
      </Part>
      <Part title={t('setup.chance')}>
        <div className="pair">
          <SetupNumber path="seed" label={t('setup.seed')} whole hint={t('setup.seed.hint')} />
          <SetupNumber path="seeds" label={t('setup.seeds')} whole hint={t('setup.seeds.hint')} />
        </div>
      </Part>
      <Shown part="share">
        <Share />
      </Shown>
    </>
  );
}

function Experiments() {
  const draft = useApp((state) => state.draft);
  const { choosePreset } = useUndoable();
  const changed = isChanged(draft);
  return (
    <fieldset className="experiments">
      <legend>{t('setup.experiments')}</legend>
      {PRESETS.map((preset) => (
        <label key={preset.id} className="experiment">
          <input
            type="radio"
            name="experiment"
            checked={preset.id === draft.preset.id}
            onChange={() => choosePreset(preset.id)}
            onClick={() => changed && choosePreset(preset.id)}
          />
          <span>{words(preset.title)}</span>
          {preset.id === draft.preset.id && changed && <em>{t('setup.changed')}</em>}
        </label>
      ))}
      <p className="plain">{words(draft.preset.plain)}</p>
    </fieldset>
  );
}

function TeacherControls() {
  const source = useApp((state) => state.draft.setup.teacher.source);
  const change = useChange('teacher', 'source');
  const problem = useProblem('teacher.source');
  return (
    <>
      <SelectField
        label={t('setup.source')}
        value={source}
        options={(['pretrained', 'train'] as const).map((value) => ({
          value,
          label: t(`setup.source.${value}`),
        }))}
        onChange={change}
        problem={problem}
      />
      <NetControls of="teacher" />
      {source === 'train' && (
        <>
          <h4>{t('setup.teacherTraining')}</h4>
          <TrainingControls of="teacher" />
          <TeacherKnobs />
        </>
      )}
    </>
  );
}

/** Knobs of the method by which it trains: that of a student alone. */
function TeacherKnobs() {
  const cards = useApp((state) => state.run.cards);
  const id = useApp((state) => state.draft.setup.data.id);
  const knobs = useApp((state) => state.draft.setup.teacher.knobs) ?? {};
  const { change } = useActions();
  const data = cards?.datasets.find((card) => card.id === id);
  const method = data && cards?.methods.find((card) => card.id === baselineOf(data));
  if (!method) return null;
  return (
    <KnobControls
      knobs={method.knobs}
      values={knobs}
      onChange={(name, value) => change(['teacher', 'knobs'], { ...knobs, [name]: value })}
    />
  );
}

function Part({
  title,
  open: first = false,
  children,
}: {
  title: string;
  open?: boolean;
  children: ReactNode;
}) {
  const [open, setOpen] = useState(first);
  return (
    <details className="part" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <h3>{title}</h3>
      </summary>
      {open && <div className="part-body">{children}</div>}
    </details>
  );
}

/** Whether set-up and stage stand in one column, as in page.css. */
function useNarrow(): boolean {
  return useSyncExternalStore(
    (changed) => {
      NARROW.addEventListener('change', changed);
      return () => NARROW.removeEventListener('change', changed);
    },
    () => NARROW.matches,
  );
}

const NARROW = window.matchMedia('(max-width: 64rem)');
