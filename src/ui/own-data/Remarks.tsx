// A sentence for everything that was not used, and for what bears on what can be learnt.
import type { Remark } from '../../state/own-data-remarks.ts';
import { td } from '../messages/own-data.ts';

export function Remarks({ remarks }: { remarks: readonly Remark[] }) {
  if (remarks.length === 0) return null;
  const sentences = remarks.map(({ say, gaps }) => td(say, gaps));
  return (
    <div className="own-remarks" role="status">
      <h4>{td('remarks')}</h4>
      <ul>
        {[...new Set(sentences)].map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </div>
  );
}
