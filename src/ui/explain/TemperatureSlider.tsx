// T from 1 to 20, even in its logarithm.
import { useId } from 'react';
import { t } from '../messages/messages.ts';
import { positionOf, temperatureAt } from './softmax.ts';

export function TemperatureSlider({
  value,
  change,
}: {
  value: number;
  change: (temperature: number) => void;
}) {
  const id = useId();
  const spoken = t('sample.temperatureValue', { temperature: value });
  return (
    <div className="sample-temperature">
      <label htmlFor={id}>{t('sample.temperature')}</label>
      <output htmlFor={id}>{spoken}</output>
      <input
        id={id}
        type="range"
        min={0}
        max={1}
        step={0.02}
        value={positionOf(value)}
        aria-valuetext={spoken}
        onChange={(event) => change(temperatureAt(Number(event.target.value)))}
      />
    </div>
  );
}
