// The data sets that this browser keeps: how large they are, to use again or to delete.
import { useCallback, useEffect, useState } from 'react';
import { deleteOwn, type KeptEntry, keepOwn, listOwn } from '../../state/own-data-store.ts';
import { useActions } from '../context.ts';
import { numbers } from '../messages/messages.ts';
import { td } from '../messages/own-data.ts';
import { Scroll } from '../Scroll.tsx';
import { UndoBar } from '../UndoBar.tsx';

export function KeptSets({ done }: { done: () => void }) {
  const { useOwn: take, undo } = useActions();
  const [kept, setKept] = useState<readonly KeptEntry[] | null>(null);
  const [told, setTold] = useState('');
  const refresh = useCallback(() => void listOwn().then(setKept), []);
  useEffect(refresh, [refresh]);
  const use = async ({ id, name }: KeptEntry) => {
    if (await take(id).catch(() => false)) return done();
    setTold(td('kept.gone', { name }));
    refresh();
  };
  const remove = async ({ id, name }: KeptEntry) => {
    const data = await deleteOwn(id);
    if (data) undo.offer(td('kept.deleted', { name }), () => void keepOwn(data).then(refresh));
    refresh();
  };
  if (!kept) return null;
  return (
    <>
      {kept.length === 0 ? (
        <p className="plain">{td('kept.none')}</p>
      ) : (
        <KeptTable kept={kept} use={use} remove={remove} />
      )}
      <p className="fineprint" role="status">
        {told}
      </p>
      <UndoBar />
    </>
  );
}

function KeptTable(props: {
  kept: readonly KeptEntry[];
  use: (entry: KeptEntry) => void;
  remove: (entry: KeptEntry) => void;
}) {
  const { kept, use, remove } = props;
  return (
    <>
      <Scroll label={td('kept.table')} className="own-preview">
        <table>
          <caption className="visually-hidden">{td('kept.table')}</caption>
          <thead>
            <tr>
              <th scope="col">{td('name')}</th>
              <th scope="col">{td('kept.kind')}</th>
              <th scope="col">{td('summary.samples')}</th>
              <th scope="col">{td('kept.size')}</th>
              <th scope="col">{td('kept.act')}</th>
            </tr>
          </thead>
          <tbody>
            {kept.map((entry) => (
              <tr key={entry.id}>
                <th scope="row">{entry.name}</th>
                <td>{td(`kind.${entry.kind}`)}</td>
                <td>{numbers.integer(entry.samples)}</td>
                <td>{numbers.bytes(entry.bytes)}</td>
                <td className="buttons">
                  <button type="button" onClick={() => use(entry)}>
                    {td('kept.use', { name: entry.name })}
                  </button>
                  <button type="button" onClick={() => remove(entry)}>
                    {td('kept.delete', { name: entry.name })}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <p className="fineprint">
        {td('kept.total', { size: numbers.bytes(kept.reduce((sum, { bytes }) => sum + bytes, 0)) })}
      </p>
    </>
  );
}
