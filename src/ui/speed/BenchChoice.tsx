// What the benchmark compares: one workload or all, and which engines besides ours.
import {
  BENCH_ENGINES,
  BENCH_WORKLOADS,
  type BenchEngine,
  type BenchWorkload,
  OURS,
} from '../../contract/bench.ts';
import { SelectField } from '../controls/SelectField.tsx';
import { tb } from '../messages/bench.ts';

export interface Choice {
  readonly workloads: readonly BenchWorkload[];
  readonly engines: readonly BenchEngine[];
}

const ALL = 'all';
export const EVERYTHING: Choice = { workloads: BENCH_WORKLOADS, engines: BENCH_ENGINES };

export function BenchChoice(props: {
  choice: Choice;
  disabled: boolean;
  onChange: (choice: Choice) => void;
}) {
  const { choice, disabled, onChange } = props;
  const [first, ...others] = choice.workloads;
  const take = (engine: BenchEngine, taken: boolean) =>
    BENCH_ENGINES.filter((one) => (one === engine ? taken : choice.engines.includes(one)));
  return (
    <fieldset className="bench-choice" disabled={disabled}>
      <SelectField
        label={tb('workload')}
        value={others.length > 0 ? ALL : String(first)}
        options={[
          { value: ALL, label: tb('all') },
          ...BENCH_WORKLOADS.map((id) => ({ value: id, label: tb(id) })),
        ]}
        onChange={(value) => {
          const workloads = BENCH_WORKLOADS.filter((id) => value === ALL || id === value);
          onChange({ ...choice, workloads });
        }}
      />
      <fieldset className="bench-engines">
        <legend>{tb('engines')}</legend>
        {BENCH_ENGINES.map((id) => (
          <label key={id} className="check">
            <input
              type="checkbox"
              checked={choice.engines.includes(id)}
              disabled={id === OURS}
              onChange={(event) => onChange({ ...choice, engines: take(id, event.target.checked) })}
            />
            <span>{tb(id)}</span>
          </label>
        ))}
      </fieldset>
    </fieldset>
  );
}
