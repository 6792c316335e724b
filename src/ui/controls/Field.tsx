// What every control has around it: its label, its hint, and the sentence that says what is wrong.
import { type ReactNode, useId, useState } from 'react';
import { said } from '../messages/messages.ts';

export interface FieldIds {
  readonly id: string;
  readonly 'aria-describedby'?: string;
  readonly 'aria-invalid'?: true;
}

export function Field(props: {
  label: ReactNode;
  hint?: string | undefined;
  problem?: string | null | undefined;
  /** The value, beside the label. */
  value?: ReactNode;
  className?: string;
  children: (ids: FieldIds) => ReactNode;
}) {
  const { label, hint, problem, value, className = '', children } = props;
  const id = useId();
  const [open, setOpen] = useState(false);
  const described = [hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(' ');
  return (
    <div className={`field ${className}`}>
      <div className="field-head">
        <label htmlFor={id}>{label}</label>
        {hint && (
          <button
            type="button"
            className="hint-button"
            aria-expanded={open}
            aria-controls={`${id}-hint`}
            aria-label={hint}
            title={hint}
            onClick={() => setOpen(!open)}
          >
            <span aria-hidden="true">?</span>
          </button>
        )}
        {value !== undefined && (
          <output className="field-value" htmlFor={id}>
            {value}
          </output>
        )}
      </div>
      {children({
        id,
        ...(described && { 'aria-describedby': described }),
        ...(problem && { 'aria-invalid': true as const }),
      })}
      <div className="field-foot">
        {hint && (
          <p id={`${id}-hint`} className="hint" hidden={!open}>
            {hint}
          </p>
        )}
        {problem && (
          <p id={`${id}-problem`} className="problem">
            {said(problem)}
          </p>
        )}
      </div>
    </div>
  );
}
