// What the page remembers and has to say at once: a set-up as it was left, an interrupted run, a run that cannot be
// kept. With it the archive itself begins, so it is on the page whatever else is hidden.
import { offeredRun } from '../../state/archive.ts';
import { useActions, useApp } from '../context.ts';
import { ta } from '../messages/archive.ts';
import { numbers, said } from '../messages/messages.ts';
import { dateText, nameOf, placeText, useArchive, useArchived } from './archive-hooks.ts';
import './archive.css';

/** Runs that are offered to be deleted where there is no room. */
const MANY = 10;

export function Remembered() {
  return (
    <div className="remembered" role="status">
      <AsLeft />
      <Interrupted />
      <Refused />
      <NotKept />
    </div>
  );
}

function AsLeft() {
  const asLeft = useApp((state) => state.asLeft);
  const { keepLeft, startOver, undo } = useActions();
  if (!asLeft) return null;
  return (
    <p className="remembered-left">
      <span>{ta('left.what')}</span>
      <button type="button" className="quiet" onClick={keepLeft}>
        {ta('left.keep')}
      </button>
      <button type="button" className="quiet" onClick={() => undo.offer(ta('left.undone'), startOver())}>
        {ta('left.default')}
      </button>
    </p>
  );
}

function Interrupted() {
  const archive = useArchive();
  const entry = useArchived(offeredRun);
  if (!entry?.checkpoint) return null;
  const step = numbers.integer(entry.checkpoint.step);
  const gaps = {
    name: nameOf(entry),
    date: dateText(entry.updated),
    place: placeText({ ...entry, ...entry.checkpoint }),
  };
  return (
    <section className="panel" aria-labelledby="interrupted-title">
      <h2 id="interrupted-title">{ta('interrupted.title')}</h2>
      <p>
        {ta('interrupted.what', gaps)} {ta('interrupted.stays')}
      </p>
      <p className="remembered-acts">
        <button type="button" className="primary" onClick={() => void archive.resume(entry.id)}>
          {ta('interrupted.continue', { step })}
        </button>
        <button type="button" onClick={() => archive.decline(entry.id)}>
          {ta('interrupted.later')}
        </button>
      </p>
    </section>
  );
}

function Refused() {
  const archive = useArchive();
  const { undo } = useActions();
  const refused = useArchived((state) => state.refused);
  const listing = useArchived((state) => state.listing);
  const held = useArchived((state) => state.held);
  if (!refused) return null;
  const entry = listing?.entries.find(({ id }) => id === refused.id);
  const why = refused.problems.length > 0 ? 'unreadable' : held.has(refused.id) ? 'taken' : 'absent';
  const remove = async () => {
    const back = await archive.remove([refused.id]);
    archive.dismissRefusal();
    undo.offer(ta('deleted', { name: entry ? nameOf(entry) : '' }), back);
  };
  return (
    <section className="panel panel-warn" aria-labelledby="refused-title">
      <h2 id="refused-title">{ta('refused.title')}</h2>
      <p>{ta(`refused.${why}`)}</p>
      {refused.problems.map((problem) => (
        <p key={problem}>{said(problem)}</p>
      ))}
      <p className="remembered-acts">
        {why !== 'taken' && (
          <button type="button" onClick={() => void remove()}>
            {ta('refused.delete')}
          </button>
        )}
        <button type="button" onClick={archive.dismissRefusal}>
          {ta('dismiss')}
        </button>
      </p>
    </section>
  );
}

function NotKept() {
  const archive = useArchive();
  const { undo } = useActions();
  const trouble = useArchived((state) => state.trouble);
  const space = useArchived((state) => state.space);
  const listing = useArchived((state) => state.listing);
  const held = useArchived((state) => state.held);
  const started = useApp((state) => state.run.step > 0);
  if (!trouble || !started) return null;
  const old = (listing?.entries ?? []).filter(({ id }) => !held.has(id)).slice(-MANY);
  const remove = async () => {
    const back = await archive.remove(old.map(({ id }) => id));
    undo.offer(ta('deletedAll', { n: old.length }), back);
  };
  return (
    <section className="panel panel-warn" aria-labelledby="not-kept-title">
      <h2 id="not-kept-title">{ta('trouble.title')}</h2>
      <p>
        {trouble === 'quota' && !space && ta('trouble.quotaUnknown')}
        {trouble === 'quota' &&
          space &&
          ta('trouble.quota', { used: numbers.bytes(space.used), quota: numbers.bytes(space.quota) })}
        {trouble === 'full' && ta('trouble.full', { n: listing?.entries.length ?? 0 })}
        {trouble === 'unavailable' && ta('trouble.unavailable')}
      </p>
      <p className="remembered-acts">
        {old.length > 0 && (
          <button type="button" className="primary" onClick={() => void remove()}>
            {ta('trouble.delete', { n: old.length })}
          </button>
        )}
        <button type="button" onClick={() => void archive.retry()}>
          {ta('trouble.retry')}
        </button>
      </p>
    </section>
  );
}
