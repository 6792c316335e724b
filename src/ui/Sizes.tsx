// How large teacher and student are, side by side: all students are one network.
import type { NetSize } from '../contract/protocol.ts';
import { useApp } from './context.ts';
import { numbers, t } from './messages/messages.ts';

export function Sizes() {
  const run = useApp((state) => state.run.run);
  if (!run) return null;
  const ratio = run.teacher.size.parameters / run.student.parameters;
  return (
    <dl className="sizes">
      <div>
        <dt>{t('lane.teacher')}</dt>
        <dd>{inWords(run.teacher.size)}</dd>
      </div>
      <div>
        <dt>{t('sizes.student')}</dt>
        <dd>
          {inWords(run.student)}
          <strong>
            {ratio >= 1
              ? t('sizes.smaller', { ratio: numbers.significant(ratio) })
              : t('sizes.larger', { ratio: numbers.significant(1 / ratio) })}
          </strong>
        </dd>
      </div>
    </dl>
  );
}

const inWords = (size: NetSize): string =>
  t('sizes.words', {
    parameters: numbers.integer(size.parameters),
    macs: numbers.integer(size.macs),
    bytes: numbers.bytes(size.bytes),
  });
