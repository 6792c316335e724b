// The sample itself, and what it is in truth.
import type { Answer } from '../../contract/questions.ts';
import { t } from '../messages/messages.ts';
import { SamplePixels } from './SamplePixels.tsx';

export function SamplePicture({
  sample,
  shape,
  classes,
}: {
  sample: Answer<'sample'>;
  shape: readonly number[];
  classes: readonly string[];
}) {
  const truth = classes[sample.label] ?? String(sample.label);
  return (
    <figure className="sample-picture">
      <SamplePixels
        values={sample.values}
        shape={shape}
        label={t('sample.picture', { index: sample.index, class: truth })}
      />
      <figcaption>{t('sample.truth', { class: truth })}</figcaption>
    </figure>
  );
}
