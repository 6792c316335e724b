// What came of the files or the points: how many of each class, what was left out and why, and the way into the set-up.
import { useId, useMemo, useState } from 'react';
import {
  classCounts,
  MAX_NAME,
  MAX_SHARE,
  MIN_SHARE,
  type OwnData,
  partSizes,
  SHARES,
  type Shares,
} from '../../contract/own-data.ts';
import { type Reading, warnings, withChoice } from '../../state/own-data-assemble.ts';
import { useActions } from '../context.ts';
import { NumberField } from '../controls/NumberField.tsx';
import { said } from '../messages/messages.ts';
import { td } from '../messages/own-data.ts';
import { ClassBars } from './ClassBars.tsx';
import { Remarks } from './Remarks.tsx';

export function Summary({ reading, title, done }: { reading: Reading; title: string; done: () => void }) {
  const { data, remarks } = reading;
  const [name, setName] = useState(title.slice(0, MAX_NAME));
  const [shares, setShares] = useState<Shares>(SHARES);
  const left = remarks.filter(({ say }) => !say.startsWith('warn.'));
  if (!data)
    return (
      <section className="own-summary" aria-label={td('summary')}>
        <Remarks remarks={left} />
        <p className="problem" role="status">
          {td('nothing')}
        </p>
      </section>
    );
  return (
    <section className="own-summary" aria-label={td('summary')}>
      <h3>{td('summary')}</h3>
      <Counts data={data} shares={shares} />
      <Remarks remarks={[...left, ...warnings({ ...data, shares })]} />
      <div className="own-choices">
        <NameField name={name} change={setName} />
        <fieldset className="own-shares">
          <legend>{td('shares')}</legend>
          <div className="pair">
            <ShareField part="validation" shares={shares} change={setShares} />
            <ShareField part="test" shares={shares} change={setShares} />
          </div>
        </fieldset>
      </div>
      <Use data={data} name={name} shares={shares} done={done} />
    </section>
  );
}

function Counts({ data, shares }: { data: OwnData; shares: Shares }) {
  const counts = useMemo(() => classCounts(data.y, data.classes.length), [data]);
  const sizes = counts.map((n) => partSizes(n, shares));
  const total = (part: keyof (typeof sizes)[number]) => sizes.reduce((sum, size) => sum + size[part], 0);
  const ratio = Math.max(...counts) / Math.min(...counts);
  return (
    <>
      <p className="plain" role="status">
        {td('summary.counts', {
          n: data.y.length,
          classes: data.classes.length,
          train: total('train'),
          validation: total('validation'),
          test: total('test'),
        })}{' '}
        {ratio > 1 ? td('summary.ratio', { ratio: Number(ratio.toFixed(1)) }) : td('summary.even')}{' '}
        {td('summary.labels', { n: Math.min(...sizes.map(({ train }) => train)) })}
      </p>
      <ClassBars classes={data.classes} counts={counts} />
    </>
  );
}

function NameField({ name, change }: { name: string; change: (name: string) => void }) {
  const id = useId();
  return (
    <div className="field">
      <div className="field-head">
        <label htmlFor={id}>{td('name')}</label>
      </div>
      <input
        id={id}
        className="input"
        maxLength={MAX_NAME}
        value={name}
        onChange={(event) => change(event.target.value)}
      />
    </div>
  );
}

function ShareField(props: { part: keyof Shares; shares: Shares; change: (shares: Shares) => void }) {
  const { part, shares, change } = props;
  return (
    <NumberField
      label={td(`shares.${part}`)}
      value={Math.round(100 * shares[part])}
      whole
      onChange={(percent) => {
        const share = percent / 100;
        if (!(share >= MIN_SHARE && share <= MAX_SHARE)) return [td('shares.range')];
        change({ ...shares, [part]: share });
        return [];
      }}
    />
  );
}

/** Hands the data to the engine and then to the browser's store; the dialog closes where both took them. */
function Use(props: { data: OwnData; name: string; shares: Shares; done: () => void }) {
  const { data, name, shares, done } = props;
  const { addOwn } = useActions();
  const [told, setTold] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const use = async () => {
    setBusy(true);
    setTold(td('using'));
    const chosen = withChoice(data, name.trim() || td('kept.untitled'), shares);
    const problem = await addOwn(chosen).catch((error: Error) => error.message);
    if (problem === null) {
      const { keepOwn } = await import('../../state/own-data-store.ts');
      const kept = await keepOwn(chosen);
      if (kept === 'kept') return done();
      setTold(td(kept === 'full' ? 'kept.full' : 'kept.unavailable'));
    } else setTold(`${said(problem)} ${td('nothing')}`);
    setBusy(false);
  };
  return (
    <div className="own-use">
      <button type="button" className="primary" disabled={busy} onClick={use}>
        {td('use')}
      </button>
      <p className="fineprint" role="status">
        {told ?? `${td('use.note')} ${td('kept.yes')}`}
      </p>
    </div>
  );
}
