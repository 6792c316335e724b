// The widths of a network's hidden layers: a list of numbers that grows and shrinks.
import { said, t } from '../messages/messages.ts';
import { NumberField } from './NumberField.tsx';

const MOST = 8;
const FIRST = 16;

export function WidthsField(props: {
  label: string;
  widths: readonly number[];
  onChange: (widths: number[]) => readonly string[];
  problem: string | null;
}) {
  const { label, widths, onChange, problem } = props;
  return (
    <fieldset className="widths">
      <legend>{label}</legend>
      {widths.length === 0 && <p className="hint">{t('setup.widths.none')}</p>}
      <ol className="widths-list">
        {widths.map((width, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a layer is its place
          <li key={i}>
            <NumberField
              label={t('setup.widths.layer', { label, n: i + 1 })}
              hideLabel
              whole
              value={width}
              onChange={(value) => onChange(widths.with(i, value))}
            />
            <button
              type="button"
              className="quiet icon"
              aria-label={t('setup.widths.remove', { n: i + 1 })}
              onClick={() => onChange(widths.toSpliced(i, 1))}
            >
              <span aria-hidden="true">×</span>
            </button>
          </li>
        ))}
        <li>
          <button
            type="button"
            className="quiet"
            disabled={widths.length >= MOST}
            onClick={() => onChange([...widths, widths.at(-1) ?? FIRST])}
          >
            <span aria-hidden="true">+ </span>
            {t('setup.widths.add')}
          </button>
        </li>
      </ol>
      {problem && <p className="problem">{said(problem)}</p>}
    </fieldset>
  );
}
