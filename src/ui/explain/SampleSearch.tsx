// What to look for among the samples of a set: class, verdict, order.
import { SAMPLE_SETS, type SampleSet } from '../../contract/questions.ts';
import type { LaneView } from '../../state/lane-view.ts';
import { SelectField } from '../controls/SelectField.tsx';
import { words } from '../messages/messages.ts';
import { ts } from '../messages/samples.ts';
import { type Search, SHARED, VERDICTS } from './search.ts';
import './samples.css';

interface SampleSearchProps {
  readonly set: SampleSet;
  readonly changeSet: (set: SampleSet) => void;
  readonly wanted: Search;
  readonly change: (wanted: Search) => void;
  /** The teacher, then the lanes. */
  readonly lanes: readonly LaneView[];
  readonly classes: readonly string[];
}

export function SampleSearch({ set, changeSet, wanted, change, lanes, classes }: SampleSearchProps) {
  const networks = lanes.map(({ id, name }) => ({ value: id, label: name }));
  const own = Object.entries(lanes.find(({ id }) => id === wanted.a)?.method?.perSample ?? {});
  const orders = [
    ...['number', ...SHARED].map((value) => ({
      value,
      label: ts(`order.${value as 'number' | (typeof SHARED)[number]}`),
    })),
    ...own.map(([name, label]) => ({ value: `own.${name}`, label: ts('order.own', { name: words(label) }) })),
  ];
  const about = wanted.verdict !== 'all' || wanted.sort !== 'number';
  return (
    <div className="samples-controls">
      <SetField set={set} change={changeSet} />
      <SelectField
        label={ts('class')}
        value={String(wanted.truth ?? '')}
        options={[
          { value: '', label: ts('class.any') },
          ...classes.map((name, k) => ({ value: String(k), label: name })),
        ]}
        onChange={(value) => change({ ...wanted, truth: value === '' ? null : Number(value) })}
      />
      <SelectField
        label={ts('show')}
        value={wanted.verdict}
        options={VERDICTS.map((value) => ({ value, label: ts(`show.${value}`) }))}
        onChange={(value) =>
          change({ ...wanted, verdict: VERDICTS.find((verdict) => verdict === value) ?? 'all' })
        }
      />
      <SelectField
        label={ts('order')}
        value={wanted.sort}
        options={orders}
        onChange={(sort) => change({ ...wanted, sort })}
      />
      {about && (
        <SelectField
          label={ts('network')}
          value={wanted.a}
          options={networks}
          onChange={(a) =>
            change({ ...wanted, a, sort: wanted.sort.startsWith('own.') ? 'number' : wanted.sort })
          }
        />
      )}
      {wanted.verdict === 'differ' && (
        <SelectField
          label={ts('other')}
          value={wanted.b}
          options={networks}
          onChange={(b) => change({ ...wanted, b })}
        />
      )}
      {wanted.sort !== 'number' && (
        <SelectField
          label={ts('first')}
          value={wanted.largestFirst ? 'large' : 'small'}
          options={(['large', 'small'] as const).map((value) => ({ value, label: ts(`first.${value}`) }))}
          onChange={(value) => change({ ...wanted, largestFirst: value === 'large' })}
        />
      )}
    </div>
  );
}

/** Which set the samples come from. */
export function SetField({ set, change }: { set: SampleSet; change: (set: SampleSet) => void }) {
  return (
    <SelectField
      label={ts('set')}
      value={set}
      options={SAMPLE_SETS.map((value) => ({ value, label: ts(`set.${value}`) }))}
      onChange={(value) => change(SAMPLE_SETS.find((known) => known === value) ?? 'test')}
    />
  );
}
