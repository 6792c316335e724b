// Which sample of the set: one back, one on, any, or by its number.
import { useEffect, useId, useState } from 'react';
import { t } from '../messages/messages.ts';

export function SampleChooser({
  index,
  count,
  go,
}: {
  index: number;
  count: number;
  go: (index: number) => void;
}) {
  const last = count - 1;
  const [typed, setTyped] = useState(String(index));
  useEffect(() => setTyped(String(index)), [index]);
  const id = useId();
  const type = (text: string) => {
    setTyped(text);
    const number = Number(text);
    if (text !== '' && Number.isInteger(number) && number >= 0 && number <= last) go(number);
  };
  return (
    <div className="sample-chooser">
      <button type="button" aria-label={t('sample.previous')} onClick={() => go(index - 1)}>
        ←
      </button>
      <button type="button" aria-label={t('sample.next')} onClick={() => go(index + 1)}>
        →
      </button>
      <button type="button" onClick={() => go(Math.floor(Math.random() * count))}>
        {t('sample.random')}
      </button>
      <label htmlFor={id}>{t('sample.number')}</label>
      <input
        id={id}
        className="input"
        type="number"
        inputMode="numeric"
        min={0}
        max={last}
        value={typed}
        aria-label={t('sample.numberLong', { last })}
        onChange={(event) => type(event.target.value)}
        onBlur={() => setTyped(String(index))}
      />
      <small>{t('sample.of', { last })}</small>
    </div>
  );
}
