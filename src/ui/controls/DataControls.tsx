// Which samples there are, how many labels teacher and student see, and how chance alters them.
import { isOwn } from '../../contract/own-data.ts';
import { useActions, useApp } from '../context.ts';
import { t, words } from '../messages/messages.ts';
import { OwnDataButton } from '../own-data/OwnDataButton.tsx';
import { AugmentControls } from './AugmentControls.tsx';
import { useChange, useProblem } from './draft-hooks.ts';
import { KnobControls } from './KnobControls.tsx';
import { SelectField } from './SelectField.tsx';
import { SetupNumber } from './SetupNumber.tsx';

export function DataControls() {
  const data = useApp((state) => state.draft.setup.data);
  const datasets = useApp((state) => state.run.cards?.datasets) ?? [];
  const actions = useActions();
  const changeId = useChange('data', 'id');
  const card = datasets.find((one) => one.id === data.id);
  return (
    <>
      <SelectField
        label={t('setup.dataset')}
        value={data.id}
        options={datasets.map((one) => ({ value: one.id, label: words(one.title) }))}
        onChange={changeId}
        problem={useProblem('data.id')}
      />
      <OwnDataButton />
      {card && (
        <>
          <p className="plain">{words(card.plain)}</p>
          <p className="fineprint">
            {t('data.counts', {
              train: card.counts.train,
              validation: card.counts.validation,
              test: card.counts.test,
              classes: card.classes.length,
            })}{' '}
            {isOwn(card.id) ? t('data.own.credit') : card.credit}
          </p>
          <KnobControls
            knobs={card.knobs}
            values={data.knobs}
            onChange={(name, value) => actions.change(['data', 'knobs', name], value)}
          />
        </>
      )}
      <div className="pair">
        <SetupNumber
          path="data.labels.student"
          label={t('setup.labels.student')}
          whole
          hint={t('setup.labels.hint')}
        />
        <SetupNumber
          path="data.labels.teacher"
          label={t('setup.labels.teacher')}
          whole
          hint={t('setup.labels.hint')}
        />
        <SetupNumber path="data.pool" label={t('setup.pool')} whole hint={t('setup.pool.hint')} />
        <SetupNumber path="data.poolBatch" label={t('setup.poolBatch')} whole />
      </div>
      {card && <AugmentControls images={card.shape.length === 3 && !card.anchors} />}
    </>
  );
}
