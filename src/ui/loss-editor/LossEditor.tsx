// The editor of a lane's weight: write, see what is wrong, apply while it trains, make a lane of it.
import { useState } from 'react';
import { useStore } from 'zustand';
import type { MethodCard } from '../../contract/cards.ts';
import type { LoadedRun } from '../../contract/protocol.ts';
import { MAX_CODE, MAX_LANES } from '../../contract/setup.ts';
import { useActions, useApp } from '../context.ts';
import { SelectField } from '../controls/SelectField.tsx';
import { useOfferedMethods } from '../lane-hooks.ts';
import { tl } from '../messages/loss.ts';
import { numbers, t, words } from '../messages/messages.ts';
import { Arguments } from './Arguments.tsx';
import { CodeField } from './CodeField.tsx';
import { type OwnLane, useOwnLanes, useOwnMethod } from './own-lanes.ts';
import { dropText, keepText, textStore } from './texts.ts';
import { type Checked, useCheck } from './useCheck.ts';
import { useSeen } from './useSeen.ts';
import { WeightPlot } from './WeightPlot.tsx';
import './loss-editor.css';

export function LossEditor({ run }: { run: LoadedRun }) {
  const method = useOwnMethod(run);
  return method?.code ? <Editor run={run} method={method} code={method.code} /> : null;
}

interface EditorProps {
  readonly run: LoadedRun;
  readonly method: MethodCard;
  readonly code: NonNullable<MethodCard['code']>;
}

function Editor({ run, method, code }: EditorProps) {
  const { ask, changeCode } = useActions();
  const info = useApp((state) => state.run.info);
  const lanes = useOwnLanes(method);
  const [wanted, setWanted] = useState<number | null>(null);
  const lane = lanes.find(({ key }) => key === wanted) ?? lanes[0] ?? null;
  const key = lane?.key ?? null;
  const runs = lane?.code ?? code.initial;
  const text = useStore(textStore, (texts) => texts.get(key)) ?? runs;
  const checked = useCheck(ask, info, method.id, text);
  const seen = useSeen(run, ask, lane);
  const good = checked?.text === text && checked.problems.length === 0 && checked.failure === null;
  const apply = () => {
    if (lane && good) {
      changeCode(lane.key, text);
      dropText(lane.key);
    }
  };
  const write = (value: string) => (value === runs ? dropText(key) : keepText(key, value));
  return (
    <div className="loss-editor">
      <div className="loss-write">
        <div className="loss-choice">
          <SelectField
            label={tl('lane')}
            value={key === null ? '' : String(key)}
            options={
              lanes.length === 0
                ? [{ value: '', label: tl('lane.none') }]
                : lanes.map((one) => ({ value: String(one.key), label: one.name }))
            }
            onChange={(value) => setWanted(Number(value))}
          />
          <Start code={code} lanes={lanes.filter((one) => one !== lane)} take={write} />
        </div>
        <Source code={code} text={text} />
        <CodeField
          key={key ?? 'none'}
          label={tl(run.anchors ? 'editor.scenes' : 'editor')}
          language="wgsl"
          value={text}
          onChange={write}
          onApply={apply}
          problems={checked?.text === text ? checked.problems : []}
          describedBy={tl('keys')}
        />
        <Status run={run} lane={lane} runs={runs} text={text} checked={checked} />
        <div className="buttons">
          <button
            type="button"
            className="primary"
            disabled={!lane || !good || text === runs}
            title={tl('apply.hint')}
            onClick={apply}
          >
            {tl('apply')}
          </button>
          <button type="button" disabled={text === runs} onClick={() => dropText(key)}>
            {tl('revert')}
          </button>
        </div>
        <NewLane method={method} lane={lane} text={text} good={good} />
        <p className="fineprint">{tl('keys')}</p>
        <p className="fineprint">{tl('rules')}</p>
      </div>
      <div className="loss-read">
        <WeightPlot code={good ? text : null} run={run} seen={seen} />
        <Arguments run={run} seen={seen} />
      </div>
    </div>
  );
}

/** Texts to begin with: the gallery, and what other lanes have. */
function Start(props: {
  readonly code: EditorProps['code'];
  readonly lanes: readonly OwnLane[];
  readonly take: (text: string) => void;
}) {
  const { code, lanes, take } = props;
  const texts = [
    ...code.gallery.map((example) => ({ name: words(example.title), text: example.code, own: false })),
    ...lanes.map((lane) => ({ name: lane.name, text: lane.code, own: true })),
  ];
  const group = (own: boolean) =>
    texts.map((one, i) =>
      one.own === own ? (
        <option key={`${one.name} ${one.text}`} value={i}>
          {one.name}
        </option>
      ) : null,
    );
  return (
    <label className="field">
      <span className="field-head">{tl('start')}</span>
      <select
        className="input"
        value=""
        onChange={(event) => {
          const chosen = texts[Number(event.target.value)];
          if (event.target.value !== '' && chosen) take(chosen.text);
        }}
      >
        <option value="">{tl('start.choose')}</option>
        <optgroup label={tl('start.gallery')}>{group(false)}</optgroup>
        {lanes.length > 0 && <optgroup label={tl('start.lanes')}>{group(true)}</optgroup>}
      </select>
    </label>
  );
}

/** What an unchanged text of the gallery is, and where it comes from. */
function Source({ code, text }: { code: EditorProps['code']; text: string }) {
  const example = code.gallery.find((one) => one.code === text);
  if (!example) return null;
  return (
    <p className="fineprint">
      {words(example.plain)} <span className="cite">{`${tl('source')}: ${example.cite}`}</span>
    </p>
  );
}

function Status(props: {
  readonly run: LoadedRun;
  readonly lane: OwnLane | null;
  readonly runs: string;
  readonly text: string;
  readonly checked: Checked | null;
}) {
  const { run, lane, text, checked } = props;
  const problems = checked?.text === text ? checked.problems : [];
  return (
    <div className="loss-status" role="status" data-bad={problems.length > 0}>
      <p>{standing(props)}</p>
      {problems.length > 0 && (
        <ul>
          {problems.map(({ line, column, says }) => (
            <li key={`${line} ${column}`}>{tl('problem', { line, column, says: words(says) })}</li>
          ))}
        </ul>
      )}
      {lane?.faults && (
        <p className="loss-faults">
          {tl(run.anchors ? 'faults.scenes' : 'faults', {
            step: numbers.integer(lane.faults.step),
            samples: numbers.integer(lane.faults.samples),
            of: numbers.integer(lane.faults.of),
          })}
        </p>
      )}
    </div>
  );
}

function standing({ lane, runs, text, checked }: Omit<Parameters<typeof Status>[0], 'run'>): string {
  if (checked?.text !== text) return tl('status.checking');
  if (checked.failure !== null) return tl('failed', { reason: checked.failure });
  const { length: n } = checked.problems;
  if (n > 0) return tl(lane?.id ? 'status.wrong' : 'status.wrongNew', { n });
  if (!lane) return tl('status.none');
  if (text !== runs) return tl('status.changed');
  if (lane.stopped) return tl('status.stopped', { reason: lane.stopped });
  if (lane.id === null) return tl('status.waits');
  return lane.since === null ? tl('status.first') : tl('status.since', { step: numbers.integer(lane.since) });
}

function NewLane(props: {
  readonly method: MethodCard;
  readonly lane: OwnLane | null;
  readonly text: string;
  readonly good: boolean;
}) {
  const { method, lane, text, good } = props;
  const { addLane, copyLane } = useActions();
  const full = useApp((state) => state.draft.setup.lanes.length >= MAX_LANES);
  const fits = useOfferedMethods().includes(method);
  const [name, setName] = useState('');
  const [told, setTold] = useState('');
  const add = () => {
    const more = { code: text, ...(name.trim() ? { name: name.trim() } : {}) };
    if (lane) copyLane(lane.key, more);
    else addLane(method.id, more);
    setTold(tl('own.added', { name: name.trim() || words(method.title) }));
    setName('');
  };
  return (
    <div className="loss-own">
      <label className="field">
        <span className="field-head">{tl('own.name')}</span>
        <input
          className="input"
          type="text"
          maxLength={60}
          placeholder={words(method.title)}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      <button type="button" disabled={!good || full || !fits || text.length > MAX_CODE} onClick={add}>
        {tl('own')}
      </button>
      <p className="fineprint" role="status">
        {full ? t('lanes.full') : fits ? told : tl('own.unfit')}
      </p>
    </div>
  );
}
