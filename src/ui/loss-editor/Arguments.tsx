// The four numbers a weight is made of: what each means, and where it lies at present.
import type { LoadedRun } from '../../contract/protocol.ts';
import { formatNumber } from '../charts/format.ts';
import { tl } from '../messages/loss.ts';
import type { Seen } from './useSeen.ts';

export function Arguments({ run, seen }: { run: LoadedRun; seen: Seen }) {
  const rows = [
    ['kl', tl(run.anchors ? 'argument.kl.scenes' : 'argument.kl'), between(run, seen.gap)],
    ['entropy', tl(run.anchors ? 'argument.entropy.scenes' : 'argument.entropy'), between(run, seen.entropy)],
    [
      'confidence',
      tl(run.anchors ? 'argument.confidence.scenes' : 'argument.confidence'),
      between(run, seen.confidence),
    ],
    ['progress', tl('argument.progress'), tl('argument.is', { value: formatNumber(seen.progress) })],
  ] as const;
  return (
    <section aria-labelledby="loss-arguments">
      <h3 id="loss-arguments">{tl('arguments')}</h3>
      <dl className="loss-arguments">
        {rows.map(([name, meaning, now]) => (
          <div key={name}>
            <dt>
              <code>{name}</code> {now && <span className="loss-now">{now}</span>}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function between({ anchors }: LoadedRun, values: Float32Array | null): string | null {
  if (!values || values.length === 0) return null;
  const low = values.reduce((a, b) => Math.min(a, b));
  const high = values.reduce((a, b) => Math.max(a, b));
  return tl(anchors ? 'argument.now.scenes' : 'argument.now', {
    low: formatNumber(low),
    high: formatNumber(high),
  });
}
