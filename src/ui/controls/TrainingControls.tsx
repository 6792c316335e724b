// How one network trains: optimizer, rate, schedule, batch and length.
import { OPTIMIZERS, SCHEDULES } from '../../contract/setup.ts';
import { useActions, useApp } from '../context.ts';
import { t } from '../messages/messages.ts';
import { SelectField } from './SelectField.tsx';
import { SetupNumber } from './SetupNumber.tsx';

const UNITS = ['steps', 'epochs'] as const;

export function TrainingControls({ of }: { of: 'teacher' | 'students' }) {
  const path = of === 'teacher' ? 'teacher.training' : 'training';
  const training = useApp((state) =>
    of === 'teacher' ? state.draft.setup.teacher.training : state.draft.setup.training,
  );
  const actions = useActions();
  const change = (key: string) => (value: string) =>
    actions.change([...path.split('.'), ...key.split('.')], value);
  return (
    <div className="pair">
      <SelectField
        label={t('setup.optimizer')}
        value={training.optimizer}
        options={OPTIMIZERS.map((value) => ({ value, label: t(`setup.optimizer.${value}`) }))}
        onChange={change('optimizer')}
      />
      <SetupNumber path={`${path}.rate`} label={t('setup.rate')} />
      <SetupNumber
        path={`${path}.momentum`}
        label={t(training.optimizer === 'sgd' ? 'setup.momentum' : 'setup.beta1')}
      />
      <SetupNumber path={`${path}.weightDecay`} label={t('setup.weightDecay')} />
      <SetupNumber path={`${path}.clip`} label={t('setup.clip')} hint={t('setup.clip.hint')} />
      <SelectField
        label={t('setup.schedule')}
        value={training.schedule}
        options={SCHEDULES.map((value) => ({ value, label: t(`setup.schedule.${value}`) }))}
        onChange={change('schedule')}
      />
      <SetupNumber path={`${path}.warmup`} label={t('setup.warmup')} />
      <SetupNumber path={`${path}.length.count`} label={t('setup.length')} whole />
      <SelectField
        label={t('setup.unit')}
        value={training.length.unit}
        options={UNITS.map((value) => ({ value, label: t(`setup.unit.${value}`) }))}
        onChange={change('length.unit')}
      />
      <SetupNumber path={`${path}.batch`} label={t('setup.batch')} whole hint={t('setup.batch.hint')} />
    </div>
  );
}
