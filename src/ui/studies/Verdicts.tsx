// What came of claims, a line each.
import type { ShownClaim } from '../../state/studies.ts';
import { td } from '../messages/studies.ts';
import './studies.css';

export function Verdicts({
  claims,
}: {
  readonly claims: readonly (ShownClaim & { readonly of?: string })[];
}) {
  return (
    <ul className="verdicts">
      {claims.map(({ better, than, on, by, verdict, difference, n, of }) => (
        <li key={`${of} ${better} ${than} ${on} ${by}`}>
          <strong data-verdict={verdict}>{td(`verdict.${verdict}`)}</strong>{' '}
          {td(by === 0 ? 'claim' : 'claimBy', {
            ...{ better, than },
            on: td(`on.${on as 'accuracy'}`),
            by: (100 * by).toFixed(1),
          })}
          : {td('numbers', { difference, n })}
          {of && ` (${of})`}
        </li>
      ))}
    </ul>
  );
}
