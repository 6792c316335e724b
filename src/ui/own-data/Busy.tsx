// That files are being read, and the way to end it.
import { td } from '../messages/own-data.ts';

export function Busy({ name, done, cancel }: { name: string; done: number; cancel: () => void }) {
  return (
    <p className="own-busy" role="status">
      <span>{done > 0 ? td('reading.done', { name, n: done }) : td('reading', { name })}</span>
      <button type="button" onClick={cancel}>
        {td('cancel')}
      </button>
    </p>
  );
}
