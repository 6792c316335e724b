// The knobs of a card, as it declares them: sliders, choices and switches.
import type { CSSProperties } from 'react';
import type { Knob, Knobs, KnobValue, KnobValues, RangeKnob } from '../../contract/cards.ts';
import { symbolText } from '../../state/symbol.ts';
import { numbers, t, words } from '../messages/messages.ts';
import { Field } from './Field.tsx';
import { notches, placeOf, valueAt } from './range-scale.ts';
import { SelectField } from './SelectField.tsx';
import { SwitchField } from './SwitchField.tsx';

export function KnobControls(props: {
  knobs: Knobs;
  values: KnobValues;
  onChange: (name: string, value: KnobValue) => void;
  /** A note beside one knob, e.g. when it was moved. */
  note?: (name: string, knob: Knob) => string | null;
}) {
  return Object.entries(props.knobs).map(([name, knob]) => {
    const value = props.values[name] ?? knob.default;
    const change = (to: KnobValue) => props.onChange(name, to);
    const note = props.note?.(name, knob) ?? null;
    return <KnobControl key={name} knob={knob} value={value} change={change} note={note} />;
  });
}

function KnobControl({
  knob,
  value,
  change,
  note,
}: {
  knob: Knob;
  value: KnobValue;
  change: (value: KnobValue) => void;
  note: string | null;
}) {
  const hint = knob.hint && words(knob.hint);
  switch (knob.kind) {
    case 'range':
      return <Range knob={knob} value={Number(value)} change={change} note={note} />;
    case 'choice':
      return (
        <SelectField
          label={words(knob.label)}
          hint={hint}
          value={String(value)}
          options={knob.options.map((option) => ({ value: option.value, label: words(option.label) }))}
          onChange={change}
        />
      );
    case 'switch':
      return <SwitchField label={words(knob.label)} hint={hint} value={value === true} change={change} />;
    default:
      knob satisfies never;
      return null;
  }
}

function Range({
  knob,
  value,
  change,
  note,
}: {
  knob: RangeKnob;
  value: number;
  change: (value: number) => void;
  note: string | null;
}) {
  const symbol = knob.symbol && symbolText(knob.symbol);
  const place = placeOf(knob, value);
  const { min, max, step } = notches(knob);
  const shown = numbers.plain(value);
  const label = (
    <>
      {words(knob.label)}
      {symbol && <i className="symbol"> {symbol}</i>}
      {knob.live && (
        <small className="live" title={t('lane.live.hint')}>
          {t('lane.live')}
        </small>
      )}
    </>
  );
  return (
    <Field label={label} hint={knob.hint && words(knob.hint)} value={shown} className="range-field">
      {(ids) => (
        <>
          <input
            {...ids}
            type="range"
            min={min}
            max={max}
            step={step}
            value={place}
            aria-valuetext={symbol ? `${symbol} = ${shown}` : shown}
            style={{ '--at': `${(100 * (place - min)) / (max - min || 1)}%` } as CSSProperties}
            onChange={(event) => change(valueAt(knob, Number(event.target.value)))}
          />
          {note && <p className="knob-note">{note}</p>}
        </>
      )}
    </Field>
  );
}
