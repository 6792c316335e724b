// A number of the set-up, by its path.

import { useActions, useApp } from '../context.ts';
import { useProblem } from './draft-hooks.ts';
import { NumberField } from './NumberField.tsx';

export function SetupNumber(props: { path: string; label: string; whole?: boolean; hint?: string }) {
  const { path, ...rest } = props;
  const actions = useActions();
  const keys = path.split('.');
  const value = useApp((state) =>
    keys.reduce((json: unknown, key) => (json as Record<string, unknown>)[key], state.draft.setup),
  );
  return (
    <NumberField
      {...rest}
      value={Number(value)}
      problem={useProblem(path)}
      onChange={(to) => actions.change(keys, to)}
    />
  );
}
