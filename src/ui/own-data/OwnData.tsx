// The dialog in which visitors bring data of their own: drawn, as a table, as images, or kept from before.
import { useState } from 'react';
import { Dialog } from '../Dialog.tsx';
import { td } from '../messages/own-data.ts';
import { Tabs } from '../Tabs.tsx';
import { DrawPoints } from './DrawPoints.tsx';
import { ImageFiles } from './ImageFiles.tsx';
import { KeptSets } from './KeptSets.tsx';
import { TableFile } from './TableFile.tsx';
import './own-data.css';

const WAYS = ['draw', 'table', 'images', 'kept'] as const;
type Way = (typeof WAYS)[number];

export function OwnData({ close }: { close: () => void }) {
  const [way, setWay] = useState<Way>('draw');
  return (
    <Dialog title={td('title')} close={close} className="own-data">
      <p className="plain">{td('explain')}</p>
      <Tabs
        label={td('ways')}
        tabs={WAYS.map((id) => ({ id, title: td(`way.${id}`) }))}
        chosen={way}
        choose={(id) => setWay(id as Way)}
      >
        <div className="own-body">
          {way === 'draw' && <DrawPoints done={close} />}
          {way === 'table' && <TableFile done={close} />}
          {way === 'images' && <ImageFiles done={close} />}
          {way === 'kept' && <KeptSets done={close} />}
        </div>
      </Tabs>
    </Dialog>
  );
}
