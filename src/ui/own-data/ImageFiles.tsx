// Images by class, from a zip or a folder: how large they become, in grey or colour, and what comes of them.
import { useState } from 'react';
import { MAX_SIDE, MIN_SIDE, SHARES } from '../../contract/own-data.ts';
import type { FileRequest, NamedFile } from '../../state/own-data-files.ts';
import { SelectField } from '../controls/SelectField.tsx';
import { SwitchField } from '../controls/SwitchField.tsx';
import { td } from '../messages/own-data.ts';
import { Busy } from './Busy.tsx';
import { DropZone } from './DropZone.tsx';
import { FileButton } from './FileButton.tsx';
import { Summary } from './Summary.tsx';
import { useReading } from './useReading.ts';

const SIDES = [MIN_SIDE, 12, 16, 20, 24, 28, MAX_SIDE];
const DEFAULT_SIDE = 16;

interface Chosen {
  readonly files: readonly NamedFile[];
  readonly side: number;
  readonly colour: boolean;
}

export function ImageFiles({ done }: { done: () => void }) {
  const [chosen, setChosen] = useState<Chosen>({ files: [], side: DEFAULT_SIDE, colour: false });
  const { reading, busy, start, cancel } = useReading();
  const { files, side, colour } = chosen;
  const change = (to: Partial<Chosen>) => {
    const next = { ...chosen, ...to };
    setChosen(next);
    if (next.files.length > 0) start(requestOf(next));
  };
  const take = (taken: NamedFile[]) => change({ files: taken });
  const name = nameOf(files);
  return (
    <>
      <div className="own-choices">
        <SelectField
          label={td('images.side')}
          value={String(side)}
          options={SIDES.map((n) => ({ value: String(n), label: `${n} × ${n}` }))}
          onChange={(value) => change({ side: Number(value) })}
        />
        <SwitchField
          label={td('images.colour')}
          hint={undefined}
          value={colour}
          change={(value) => change({ colour: value })}
        />
      </div>
      <DropZone label={td('images.drop')} take={take}>
        <FileButton label={td('images.zip')} accept=".zip,application/zip" take={take} />
        <FileButton label={td('images.folder')} folder take={take} />
      </DropZone>
      <p className="fineprint">
        {td('images.limits')} {td('images.note', { side })}
      </p>
      {busy !== null && <Busy name={name} done={busy} cancel={cancel} />}
      {reading && busy === null && <Summary key={name} reading={reading} title={name} done={done} />}
    </>
  );
}

/** A single file that is no image lies in no folder either: it is taken for a zip, and the reader says if it is none. */
function requestOf({ files, side, colour }: Chosen): FileRequest {
  const choice = { name: '', shares: SHARES, side, colour };
  const [first] = files;
  const alone = files.length === 1 && first && !first.path.includes('/');
  return alone ? { type: 'zip', file: first.file, choice } : { type: 'images', files, choice };
}

/** That of the zip, or of the folder that holds the folders. */
function nameOf(files: readonly NamedFile[]): string {
  const [first = ''] = (files[0]?.path ?? '').split('/');
  return first.replace(/\.zip$/i, '');
}
