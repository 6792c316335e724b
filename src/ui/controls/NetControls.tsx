// One network: its model, its widths and its model's knobs.
import { fits } from '../../state/setup.ts';
import { useActions, useApp } from '../context.ts';
import { t, words } from '../messages/messages.ts';
import { useProblem } from './draft-hooks.ts';
import { KnobControls } from './KnobControls.tsx';
import { SelectField } from './SelectField.tsx';
import { WidthsField } from './WidthsField.tsx';

export function NetControls({ of }: { of: 'teacher' | 'student' }) {
  const path = of === 'teacher' ? ['teacher', 'net'] : ['student'];
  const net = useApp((state) =>
    of === 'teacher' ? state.draft.setup.teacher.net : state.draft.setup.student,
  );
  const dataId = useApp((state) => state.draft.setup.data.id);
  const cards = useApp((state) => state.run.cards);
  const { change } = useActions();
  const dataset = cards?.datasets.find((card) => card.id === dataId);
  const model = cards?.models.find((card) => card.id === net.model);
  return (
    <>
      <SelectField
        label={t('setup.model')}
        value={net.model}
        options={(cards?.models ?? []).map((card) => ({
          value: card.id,
          label: words(card.title),
          disabled: dataset !== undefined && !fits(dataset, card),
        }))}
        onChange={(value) => change([...path, 'model'], value)}
        problem={useProblem([...path, 'model'].join('.'))}
      />
      {model && <p className="plain">{words(model.plain)}</p>}
      <WidthsField
        label={model ? words(model.widthsLabel) : t('setup.widths')}
        widths={net.widths}
        onChange={(widths) => change([...path, 'widths'], widths)}
        problem={useProblem([...path, 'widths'].join('.'))}
      />
      {model && (
        <KnobControls
          knobs={model.knobs}
          values={net.knobs}
          onChange={(name, value) => change([...path, 'knobs', name], value)}
        />
      )}
    </>
  );
}
