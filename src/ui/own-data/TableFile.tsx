// A table from a file: its first rows, which column is the label, and what comes of it.
import { useState } from 'react';
import { SHARES } from '../../contract/own-data.ts';
import type { NamedFile } from '../../state/own-data-files.ts';
import type { TableReading } from '../../state/own-data-table.ts';
import { SelectField } from '../controls/SelectField.tsx';
import { SwitchField } from '../controls/SwitchField.tsx';
import { td } from '../messages/own-data.ts';
import { Scroll } from '../Scroll.tsx';
import { Busy } from './Busy.tsx';
import { DropZone } from './DropZone.tsx';
import { FileButton } from './FileButton.tsx';
import { Summary } from './Summary.tsx';
import { useReading } from './useReading.ts';

type Look = NonNullable<TableReading['look']>;

/** Columns of the preview; a table may have a thousand. */
const SHOWN = 12;

export function TableFile({ done }: { done: () => void }) {
  const [file, setFile] = useState<File | null>(null);
  const { reading, busy, start, cancel } = useReading<TableReading>();
  const read = (from: File, header: boolean | null, label: number | null) => {
    setFile(from);
    start({ type: 'table', file: from, choice: { name: '', shares: SHARES, header, label } });
  };
  const take = ([first]: NamedFile[]) => first && read(first.file, null, null);
  const look = reading?.look;
  return (
    <>
      <DropZone label={td('table.drop')} take={take}>
        <FileButton label={td('table.choose')} accept=".csv,.tsv,.txt,text/csv,text/plain" take={take} />
      </DropZone>
      <p className="fineprint">{td('table.limits')}</p>
      {file && busy !== null && <Busy name={file.name} done={busy} cancel={cancel} />}
      {file && reading && busy === null && (
        <>
          {look && (
            <>
              <div className="own-choices">
                <SelectField
                  label={td('table.label')}
                  value={String(look.label)}
                  options={look.columns.map(({ name }, i) => ({ value: String(i), label: name }))}
                  onChange={(label) => read(file, look.header, Number(label))}
                />
                <SwitchField
                  label={td('table.header')}
                  hint={undefined}
                  value={look.header}
                  change={(header) => read(file, header, look.label)}
                />
              </div>
              <Preview look={look} />
            </>
          )}
          {look && reading.data && (
            <p className="plain">{td('table.features', { n: reading.data.shape[0] ?? 0 })}</p>
          )}
          <Summary key={file.name} reading={reading} title={file.name.replace(/\.\w+$/, '')} done={done} />
        </>
      )}
    </>
  );
}

function Preview({ look }: { look: Look }) {
  const columns = look.columns.slice(0, SHOWN);
  const more = look.columns.length - columns.length;
  const rows = look.header ? look.preview.slice(1) : look.preview;
  return (
    <>
      <p className="fineprint">
        {td('table.delimiter', { delimiter: delimiterName(look.delimiter), n: look.rows })}
      </p>
      <Scroll label={td('table.preview')} className="own-preview">
        <table>
          <caption className="visually-hidden">{td('table.preview')}</caption>
          <thead>
            <tr>
              {columns.map(({ name }, i) => (
                <th key={name} scope="col" className={i === look.label ? 'own-label' : ''}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((cells, row) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file have no other name than their place
              <tr key={row}>
                {columns.map(({ name }, i) => (
                  <td key={name} className={i === look.label ? 'own-label' : ''}>
                    {cells[i] ?? ''}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {more > 0 && <p className="fineprint">{td('table.more', { n: more })}</p>}
    </>
  );
}

function delimiterName(mark: string): string {
  if (mark === ',' || mark === ';' || mark === '\t' || mark === '|') return td(`delimiter.${mark}`);
  return td('delimiter.other', { mark });
}
