// How training samples are altered by chance. Points take noise alone, since the rest moves pixels.
import { useApp } from '../context.ts';
import { t } from '../messages/messages.ts';
import { useChange } from './draft-hooks.ts';
import { SetupNumber } from './SetupNumber.tsx';
import { SwitchField } from './SwitchField.tsx';

export function AugmentControls({ images }: { images: boolean }) {
  const flip = useApp((state) => state.draft.setup.data.augment.flip);
  const changeFlip = useChange('data', 'augment', 'flip');
  return (
    <>
      <h4>{t('setup.augment')}</h4>
      <p className="plain">{t('setup.augment.plain')}</p>
      <div className="pair">
        <SetupNumber
          path="data.augment.noise"
          label={t('setup.augment.noise')}
          hint={t('setup.augment.noise.hint')}
        />
        {images && (
          <>
            <SetupNumber
              path="data.augment.shift"
              label={t('setup.augment.shift')}
              whole
              hint={t('setup.augment.shift.hint')}
            />
            <SetupNumber
              path="data.augment.cutout"
              label={t('setup.augment.cutout')}
              whole
              hint={t('setup.augment.cutout.hint')}
            />
          </>
        )}
      </div>
      {images && (
        <SwitchField
          label={t('setup.augment.flip')}
          hint={t('setup.augment.flip.hint')}
          value={flip}
          change={changeFlip}
        />
      )}
    </>
  );
}
