// A place where files can be dropped. Everything it takes can also be chosen by the buttons in it.
import { type DragEvent, type ReactNode, useState } from 'react';
import type { NamedFile } from '../../state/own-data-files.ts';
import { filesDropped } from './dropped-files.ts';

export function DropZone(props: {
  readonly label: string;
  readonly take: (files: NamedFile[]) => void;
  readonly children: ReactNode;
}) {
  const { label, take, children } = props;
  const [over, setOver] = useState(false);
  const hold = (event: DragEvent) => {
    event.preventDefault();
    setOver(event.type === 'dragover');
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut; the buttons inside do the same
    <div
      className={`own-drop ${over ? 'own-drop-over' : ''}`}
      onDragOver={hold}
      onDragLeave={hold}
      onDrop={(event) => {
        hold(event);
        void filesDropped(event.dataTransfer).then((files) => files.length > 0 && take(files));
      }}
    >
      <span>{label}</span>
      {children}
    </div>
  );
}
