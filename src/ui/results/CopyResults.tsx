// The table for a paper, a note or a program. Where the clipboard is closed it is saved as a file.
import { useState } from 'react';
import type { ResultRow } from '../../state/results.ts';
import { type ResultTexts, toCsv, toLatex, toMarkdown } from '../../state/results-text.ts';
import { copyText, download } from '../download.ts';
import { tr } from '../messages/results.ts';

interface CopyProps {
  readonly rows: readonly ResultRow[];
  readonly texts: ResultTexts;
  readonly seed: number;
  readonly reference: string | null;
}

const FORMATS = {
  markdown: { write: ({ rows, texts }: CopyProps) => toMarkdown(rows, texts), file: 'results.md' },
  csv: { write: ({ rows, texts, ...more }: CopyProps) => toCsv(rows, texts, more), file: 'results.csv' },
  latex: { write: ({ rows, texts }: CopyProps) => toLatex(rows, texts), file: 'results.tex' },
} as const;
const NAMES = ['markdown', 'csv', 'latex'] as const;

export function CopyResults(props: CopyProps) {
  const [told, setTold] = useState('');
  const copy = async (name: (typeof NAMES)[number]) => {
    const { write, file } = FORMATS[name];
    const text = write(props);
    const copied = await copyText(text);
    if (!copied) download(text, file, 'text/plain');
    setTold(tr(copied ? 'results.copied' : 'results.saved', { format: tr(`results.${name}`) }));
  };
  return (
    <div className="results-copy">
      <span id="results-copy">{tr('results.copyAs')}</span>
      {/* biome-ignore lint/a11y/useSemanticElements: buttons in a row are no fieldset */}
      <div className="buttons" role="group" aria-labelledby="results-copy">
        {NAMES.map((name) => (
          <button key={name} type="button" onClick={() => void copy(name)}>
            {tr(`results.${name}`)}
          </button>
        ))}
      </div>
      <span className="fineprint" role="status">
        {told}
      </span>
    </div>
  );
}
