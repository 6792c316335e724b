// Something that is on or off.
import { useId } from 'react';

export function SwitchField({
  label,
  hint,
  value,
  change,
}: {
  label: string;
  hint: string | undefined;
  value: boolean;
  change: (value: boolean) => void;
}) {
  const id = useId();
  return (
    <div className="field check" title={hint}>
      <input id={id} type="checkbox" checked={value} onChange={(event) => change(event.target.checked)} />
      <label htmlFor={id}>{label}</label>
    </div>
  );
}
