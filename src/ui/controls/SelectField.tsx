// One of a few named values.
import { Field } from './Field.tsx';

export interface Option {
  readonly value: string;
  readonly label: string;
  readonly disabled?: boolean;
}

export function SelectField(props: {
  label: string;
  value: string;
  options: readonly Option[];
  onChange: (value: string) => void;
  hint?: string | undefined;
  problem?: string | null | undefined;
  className?: string;
}) {
  const { label, value, options, onChange, hint, problem, className = '' } = props;
  const known = options.some((option) => option.value === value);
  return (
    <Field label={label} hint={hint} problem={problem} className={className}>
      {(ids) => (
        <select {...ids} className="input" value={value} onChange={(event) => onChange(event.target.value)}>
          {!known && <option value={value}>{value}</option>}
          {options.map((option) => (
            <option key={option.value} value={option.value} disabled={option.disabled}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
