// A number that is typed. What cannot be used stays in the field, with a sentence; the last good value is kept.
import { type KeyboardEvent, useEffect, useState } from 'react';
import { sentenceOf } from '../../state/setup.ts';
import { numbers, t } from '../messages/messages.ts';
import { Field } from './Field.tsx';

interface Typed {
  readonly text: string;
  readonly problem: string | null;
  /** The value at which it was typed; another value from elsewhere clears it. */
  readonly of: number;
}

/** Someone on the way from 0.003 to 0.03 types 0 and 0.0; the sentence waits for a pause. */
const PAUSE_MS = 700;

export interface NumberFieldProps {
  label: string;
  value: number;
  /** Sentences why not; empty when it was taken. */
  onChange: (value: number) => readonly string[];
  /** Allows whole numbers only, and lets the arrow keys count. */
  whole?: boolean;
  hint?: string;
  problem?: string | null;
  hideLabel?: boolean;
}

export function NumberField({
  label,
  value,
  onChange,
  whole = false,
  hint,
  problem,
  hideLabel = false,
}: NumberFieldProps) {
  const [typed, setTyped] = useState<Typed | null>(null);
  const current = typed && typed.of === value ? typed : null;

  const [pausedAt, setPausedAt] = useState<Typed | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setPausedAt(current), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [current]);
  const own = pausedAt === current ? current?.problem : null;

  const type = (text: string) => {
    const number = readNumber(text);
    const kept = numbers.plain(value);
    if (number === null || (whole && !Number.isInteger(number))) {
      setTyped({
        text,
        problem: t(number === null ? 'setup.notNumber' : 'setup.notWhole', { text, value: kept }),
        of: value,
      });
      return;
    }
    const [refused] = onChange(number);
    setTyped({
      text,
      problem: refused ? t('setup.keeps', { problem: sentenceOf(refused), value: kept }) : null,
      of: refused ? value : number,
    });
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') setTyped(null);
    const by = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
    if (!whole || by === 0) return;
    event.preventDefault();
    type(String(value + by));
  };

  return (
    <Field label={label} hint={hint} problem={own ?? problem} className={hideLabel ? 'field-bare' : ''}>
      {(ids) => (
        <input
          {...ids}
          className="input number"
          type="text"
          inputMode={whole ? 'numeric' : 'decimal'}
          autoComplete="off"
          spellCheck={false}
          value={current?.text ?? String(value)}
          onChange={(event) => type(event.target.value)}
          onKeyDown={onKeyDown}
          onBlur={() => (current?.problem ? setPausedAt(current) : setTyped(null))}
        />
      )}
    </Field>
  );
}

/** Takes a decimal comma too. */
function readNumber(text: string): number | null {
  const plain = text.trim().replace(',', '.');
  const number = Number(plain);
  return plain === '' || !Number.isFinite(number) ? null : number;
}
