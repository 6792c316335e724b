// The archive on the page: past runs with what came of them, and what can be done with each.
import { useId, useState } from 'react';
import { isInterrupted, MAX_OVERLAY } from '../../state/archive.ts';
import { type ArchiveEntry, studentsOf } from '../../state/archive-entry.ts';
import { MAX_RUNS } from '../../state/archive-keeper.ts';
import { colorOf, dashOf } from '../../state/views.ts';
import { Swatch } from '../charts/Swatch.tsx';
import { useActions } from '../context.ts';
import { ta } from '../messages/archive.ts';
import { numbers } from '../messages/messages.ts';
import { dateText, nameOf, placeText, useArchive, useArchived } from './archive-hooks.ts';
import './archive.css';

export function ArchiveSection() {
  const listing = useArchived((state) => state.listing);
  const trouble = useArchived((state) => state.trouble);
  const entries = listing?.entries ?? [];
  return (
    <section className="archive" aria-labelledby="archive-title">
      <div className="archive-head">
        <h2 id="archive-title">{ta('title')}</h2>
        <Space count={entries.length} />
      </div>
      <p className="fineprint">{ta('about')}</p>
      {!listing && trouble === 'unavailable' && <p>{ta('none')}</p>}
      {listing && entries.length === 0 && <p className="archive-empty">{ta('empty')}</p>}
      <Unreadable ids={listing?.unreadable ?? []} />
      <ul className="archive-list">
        {entries.map((entry) => (
          <Run key={entry.id} entry={entry} />
        ))}
      </ul>
    </section>
  );
}

function Space({ count }: { count: number }) {
  const archive = useArchive();
  const { undo } = useActions();
  const space = useArchived((state) => state.space);
  const listing = useArchived((state) => state.listing);
  const held = useArchived((state) => state.held);
  const free = (listing?.entries ?? []).filter(({ id }) => !held.has(id));
  const removeAll = async () =>
    undo.offer(ta('deletedAll', { n: free.length }), await archive.remove(free.map(({ id }) => id)));
  return (
    <div className="archive-space">
      <span>{ta('count', { n: count, max: MAX_RUNS })}</span>
      {space && (
        <span>{ta('space', { used: numbers.bytes(space.used), quota: numbers.bytes(space.quota) })}</span>
      )}
      {space?.persisted && <span>{ta('persisted')}</span>}
      {space && !space.persisted && (
        <button type="button" className="quiet" onClick={() => void archive.persist()}>
          {ta('persist')}
        </button>
      )}
      {free.length > 0 && (
        <button type="button" className="quiet" onClick={() => void removeAll()}>
          {ta('deleteAll')}
        </button>
      )}
    </div>
  );
}

function Unreadable({ ids }: { ids: readonly string[] }) {
  const archive = useArchive();
  const { undo } = useActions();
  if (ids.length === 0) return null;
  const remove = async () => undo.offer(ta('deletedAll', { n: ids.length }), await archive.remove(ids));
  return (
    <p>
      {ta('unreadable', { n: ids.length })}{' '}
      <button type="button" className="quiet" onClick={() => void remove()}>
        {ta('unreadable.delete')}
      </button>
    </p>
  );
}

function Run({ entry }: { entry: ArchiveEntry }) {
  const [renaming, setRenaming] = useState(false);
  const titleId = useId();
  return (
    <li className="archive-run">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields */}
      <div role="group" aria-labelledby={titleId}>
        <div className="archive-name">
          <h3 id={titleId}>{nameOf(entry)}</h3>
          <Status entry={entry} />
        </div>
        {renaming && <Rename entry={entry} done={() => setRenaming(false)} />}
        <Accuracies entry={entry} />
        <Acts entry={entry} rename={() => setRenaming(true)} />
      </div>
    </li>
  );
}

function Status({ entry }: { entry: ArchiveEntry }) {
  const current = useArchived((state) => state.current);
  const held = useArchived((state) => state.held);
  const gaps = { place: placeText(entry) };
  const parts = [dateText(entry.created)];
  if (entry.id === current) parts.push(ta('status.here'));
  else if (held.has(entry.id)) parts.push(ta('status.tab'));
  if (entry.finished !== null) parts.push(ta('status.finished'));
  else if (entry.id !== current)
    parts.push(ta(isInterrupted(entry, held) ? 'status.interrupted' : 'status.left', gaps));
  if (entry.moves.length > 0) parts.push(ta('edited'));
  parts.push(`${entry.info.engine} · ${numbers.bytes(entry.bytes)}`);
  return <p className="fineprint">{parts.join(' · ')}</p>;
}

function Accuracies({ entry }: { entry: ArchiveEntry }) {
  return (
    <dl className="archive-accuracies" aria-label={ta('accuracies')}>
      {studentsOf(entry).map((lane) => (
        <div key={lane.id}>
          <dt>
            <Swatch color={colorOf(lane.color)} dash={dashOf(lane.color)} />
            {lane.name}
          </dt>
          <dd>{numbers.percent(lane.accuracy)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Rename({ entry, done }: { entry: ArchiveEntry; done: () => void }) {
  const archive = useArchive();
  const id = useId();
  const save = async (form: FormData) => {
    await archive.rename(entry.id, String(form.get('name') ?? ''));
    done();
  };
  return (
    <form
      className="archive-rename"
      onSubmit={(event) => {
        event.preventDefault();
        void save(new FormData(event.currentTarget));
      }}
    >
      <label htmlFor={id}>{ta('nameOf')}</label>
      {/* biome-ignore lint/a11y/noAutofocus: the press that opened it asked for it */}
      <input id={id} name="name" className="input" maxLength={80} defaultValue={nameOf(entry)} autoFocus />
      <button type="submit" className="primary">
        {ta('save')}
      </button>
      <button type="button" onClick={done}>
        {ta('cancel')}
      </button>
    </form>
  );
}

function Acts({ entry, rename }: { entry: ArchiveEntry; rename: () => void }) {
  const archive = useArchive();
  const { undo } = useActions();
  const overlay = useArchived((state) => state.overlay);
  const current = useArchived((state) => state.current);
  const held = useArchived((state) => state.held);
  const [failed, setFailed] = useState(false);
  const name = nameOf(entry);
  const drawn = overlay.includes(entry.id);
  const step = numbers.integer(entry.checkpoint?.step ?? 0);
  const remove = async () => undo.offer(ta('deleted', { name }), await archive.remove([entry.id]));
  return (
    <>
      <div className="archive-acts">
        {isInterrupted(entry, held) && (
          <button
            type="button"
            aria-label={ta('continueNamed', { name, step })}
            onClick={() => void archive.resume(entry.id)}
          >
            {ta('continue')}
          </button>
        )}
        {entry.id !== current && (
          <label className="check" title={ta('overlayFull', { max: MAX_OVERLAY })}>
            <input
              type="checkbox"
              aria-label={ta('overlayNamed', { name })}
              checked={drawn}
              disabled={!drawn && overlay.length >= MAX_OVERLAY}
              onChange={() => void archive.toggleOverlay(entry.id)}
            />
            <span>{ta('overlay')}</span>
          </label>
        )}
        <button
          type="button"
          className="quiet"
          aria-label={ta('openNamed', { name })}
          onClick={() => void archive.open(entry.id).then((opened) => setFailed(!opened))}
        >
          {ta('open')}
        </button>
        <button type="button" className="quiet" aria-label={ta('renameNamed', { name })} onClick={rename}>
          {ta('rename')}
        </button>
        {!held.has(entry.id) && (
          <button
            type="button"
            className="quiet"
            aria-label={ta('deleteNamed', { name })}
            onClick={() => void remove()}
          >
            {ta('delete')}
          </button>
        )}
      </div>
      {failed && <p role="alert">{ta('openFailed', { name })}</p>}
    </>
  );
}
