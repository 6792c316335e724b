// What there is to read about a lane: the idea, where it comes from, what differs here, the kernels, the layers.
import { lazy, Suspense, useState } from 'react';
import type { LaneId, LoadedRun, NetSize } from '../contract/protocol.ts';
import { Confusion } from './Confusion.tsx';
import type { LaneCardData } from './lane-hooks.ts';
import { numbers, t, words } from './messages/messages.ts';
import { Scroll } from './Scroll.tsx';

const KernelView = lazy(() =>
  import('./loss-editor/KernelView.tsx').then((m) => ({ default: m.KernelView })),
);

export function LaneDetails({ card, run }: { card: LaneCardData; run: LoadedRun | null }) {
  const { method } = card;
  return (
    <details className="lane-details">
      <summary>{t('lane.details')}</summary>
      {method && (
        <>
          <p>{words(method.plain)}</p>
          <p className="cite">
            {t('lane.cite')} {method.cite}
          </p>
          <h4>{t('lane.note')}</h4>
          <p>{words(method.note)}</p>
          <p>
            <a href={`#${method.experiment}`}>{t('lane.experiment')}</a>
          </p>
          {card.view && <Kernels lane={card.view.id} name={card.name} />}
        </>
      )}
      {run && <Confusion name={card.name} view={card.view} run={run} />}
      {run && <LayerTable size={run.student} />}
    </details>
  );
}

/** What runs, in a dialog that loads when it is opened. */
function Kernels({ lane, name }: { lane: LaneId; name: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        {t('lane.kernels')}
      </button>
      <Suspense>{open && <KernelView lane={lane} name={name} close={() => setOpen(false)} />}</Suspense>
    </>
  );
}

export function LayerTable({ size }: { size: NetSize }) {
  return (
    <Scroll className="table-scroll" label={t('lane.layers')}>
      <table>
        <caption>{t('lane.layers')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('lane.layer')}</th>
            <th scope="col">{t('lane.shape')}</th>
            <th scope="col" className="number">
              {t('read.parameters')}
            </th>
            <th scope="col" className="number">
              {t('read.macs')}
            </th>
          </tr>
        </thead>
        <tbody>
          {size.layers.map((layer) => (
            <tr key={layer.name}>
              <th scope="row">{layer.name}</th>
              <td>{layer.shape.join(' × ')}</td>
              <td className="number">{numbers.integer(layer.parameters)}</td>
              <td className="number">{numbers.integer(layer.macs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
