// How the numbers of the table came about.
import type { ResultRow } from '../../state/results.ts';
import { numbers } from '../messages/messages.ts';
import { tr } from '../messages/results.ts';

export function ResultNotes({ rows }: { rows: readonly ResultRow[] }) {
  const row = rows.find(({ best }) => best !== null);
  const alike = row?.best?.samples === row?.last?.samples;
  const notes = [
    tr('results.note.last'),
    tr('results.note.differences'),
    alike
      ? tr('results.note.bestNone')
      : tr('results.note.best', { samples: numbers.integer(row?.best?.samples) }),
    tr('results.note.tried'),
    tr('results.note.time'),
  ];
  return (
    <details className="results-notes">
      <summary>{tr('results.notes')}</summary>
      <ul>
        {notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </details>
  );
}
