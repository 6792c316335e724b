// A study on this page: which, with how many seeds and which methods; begun, paused, gone on with, taken away.
import { useEffect, useId, useState } from 'react';
import { useStore } from 'zustand';
import { isOwn } from '../../contract/own-data.ts';
import { PRESETS } from '../../contract/presets.ts';
import { MAX_STUDY_SEEDS, methodsOf, type Study } from '../../contract/study.ts';
import { shown } from '../../state/studies.ts';
import {
  choice,
  createStudyRunner,
  readStudy,
  type StudyRun,
  studyNamed,
  studyNames,
  studyOfSetup,
} from '../../state/study-run.ts';
import { useActions, useApp } from '../context.ts';
import { download } from '../download.ts';
import { said, words } from '../messages/messages.ts';
import { td } from '../messages/studies.ts';
import { Outcome } from './Studies.tsx';

/** One for the page: a study goes on when its panel is folded. */
const runner = createStudyRunner({ base: document.baseURI });

const PRESENT = 'present';
const FILE = 'file';

export function RunStudy() {
  const state = useStore(runner.store);
  const setup = useApp((app) => (app.applied ?? app.draft).setup);
  const { undo } = useActions();
  const [source, setSource] = useState(PRESENT);
  const [study, setStudy] = useState<Study | null>(null);
  const [seeds, setSeeds] = useState(1);
  const [without, setWithout] = useState<ReadonlySet<string>>(new Set());
  const [problem, setProblem] = useState<string | null>(null);
  const id = useId();
  const busy = state.status === 'running' || state.status === 'paused';

  const take = (found: Study) => {
    setStudy(found);
    setSeeds(found.seeds.count);
    setWithout(new Set());
    setProblem(null);
    void runner.look(found);
  };
  const refuse = (error: unknown) => {
    setStudy(null);
    setProblem(error instanceof Error ? error.message : String(error));
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: `take` and `refuse` only set state
  useEffect(() => {
    if (busy || source === FILE) return;
    if (source !== PRESENT) void studyNamed(source).then(take, refuse);
    else if (isOwn(setup.data.id)) refuse(new Error(td('run.own')));
    else take(studyOfSetup(setup));
  }, [source, setup, busy]);

  const begin = () => {
    if (!study) return;
    try {
      const names = methodsOf(study).map(({ name }) => name);
      const chosen = choice(study, seeds, new Set(names.filter((name) => !without.has(name))));
      setProblem(null);
      void runner.start(chosen, setup.engine);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  const discard = async () => {
    const record = await runner.discard();
    if (record) undo.offer(td('run.discarded'), () => void runner.putBack(record));
    if (study) void runner.look(study);
  };

  return (
    <section className="part run-study" aria-labelledby={`${id}-title`}>
      <div className="part-body">
        <h3 id={`${id}-title`}>{td('run.title')}</h3>
        <p className="explain-note">{td('run.explain')}</p>
        <fieldset disabled={busy}>
          <legend className="visually-hidden">{td('run.which')}</legend>
          <p className="heat-choice">
            <label htmlFor={`${id}-source`}>{td('run.which')}</label>
            <select id={`${id}-source`} value={source} onChange={(event) => setSource(event.target.value)}>
              <option value={PRESENT}>{td('run.present')}</option>
              <optgroup label={td('run.studies')}>
                {studyNames().map((name) => (
                  <option key={name}>{name}</option>
                ))}
              </optgroup>
              <optgroup label={td('run.presets')}>
                {PRESETS.filter((preset) => !studyNames().includes(preset.id)).map((preset) => (
                  <option key={preset.id} value={preset.id}>
                    {words(preset.title)}
                  </option>
                ))}
              </optgroup>
              <option value={FILE}>{td('run.file')}</option>
            </select>
            <label htmlFor={`${id}-seeds`}>{td('run.seeds')}</label>
            <input
              id={`${id}-seeds`}
              type="number"
              min="1"
              max={MAX_STUDY_SEEDS}
              value={seeds}
              onChange={(event) => setSeeds(Number(event.target.value))}
            />
          </p>
          {source === FILE && (
            <p>
              <input
                type="file"
                accept=".json,application/json"
                aria-label={td('run.file')}
                onChange={(event) => {
                  const [file] = event.target.files ?? [];
                  if (file)
                    void file
                      .text()
                      .then((text) => take(readStudy(text)))
                      .catch(refuse);
                }}
              />
            </p>
          )}
          {study && (
            <p className="run-methods">
              {methodsOf(study).map(({ name }) => (
                <label key={name}>
                  <input
                    type="checkbox"
                    checked={name === 'alone' || !without.has(name)}
                    disabled={name === 'alone'}
                    onChange={({ target }) => {
                      const left = new Set(without);
                      if (target.checked) left.delete(name);
                      else left.add(name);
                      setWithout(left);
                    }}
                  />{' '}
                  {name}
                </label>
              ))}
            </p>
          )}
        </fieldset>
        {problem !== null && (
          <ul className="problems" role="alert">
            {problem.split('\n').map((line) => (
              <li key={line}>{said(line)}</li>
            ))}
          </ul>
        )}
        <Buttons state={state} begin={begin} discard={discard} ready={study !== null} />
        <Progress state={state} />
        {state.record && state.record.cells.length > 0 && <Outcome study={shown(state.record)} />}
      </div>
    </section>
  );
}

function Buttons({
  state: { status, record, cells },
  begin,
  discard,
  ready,
}: {
  readonly state: StudyRun;
  readonly begin: () => void;
  readonly discard: () => Promise<void>;
  readonly ready: boolean;
}) {
  const some = record !== null && record.cells.length > 0;
  const busy = status === 'running' || status === 'paused';
  const name = `${record?.study.id ?? 'study'}.json`;
  return (
    <p className="run-buttons">
      {!busy && (
        <button
          type="button"
          className="primary"
          disabled={!ready || (some && cells.done === cells.all)}
          onClick={begin}
        >
          {td(some && cells.done < cells.all ? 'run.resume' : 'run.begin')}
        </button>
      )}
      {status === 'running' && (
        <button type="button" onClick={() => runner.pause()}>
          {td('run.pause')}
        </button>
      )}
      {status === 'paused' && (
        <button type="button" onClick={() => runner.goOn()}>
          {td('run.goOn')}
        </button>
      )}
      {busy && (
        <button type="button" onClick={() => runner.stop()}>
          {td('run.stop')}
        </button>
      )}
      {some && (
        <>
          <button type="button" onClick={() => download(`${JSON.stringify(record)}\n`, name)}>
            {td('run.json')}
          </button>
          <button
            type="button"
            onClick={() =>
              void import('../../state/studies.ts').then(({ asMarkdown }) =>
                download(asMarkdown(record), name.replace(/json$/, 'md'), 'text/markdown'),
              )
            }
          >
            Markdown
          </button>
          {!busy && (
            <button type="button" onClick={() => void discard()}>
              {td('run.discard')}
            </button>
          )}
        </>
      )}
    </p>
  );
}

const MINUTE = 60;

function Progress({ state: { status, cells, doing, left, reason } }: { readonly state: StudyRun }) {
  const time =
    left === null
      ? ''
      : left < MINUTE
        ? td('run.seconds', { n: Math.ceil(left) })
        : td('run.minutes', { n: Math.ceil(left / MINUTE) });
  return (
    <>
      <p role="status" className="fineprint">
        {td(`run.${status}`, { ...cells, n: Math.min(cells.all, cells.done + 1), left: time })}
        {reason !== null && ` ${said(reason)}`}
      </p>
      {doing && (
        <p className="run-progress">
          <progress
            aria-label={td('run.progress')}
            max={Math.max(1, cells.all)}
            value={cells.done + doing.share * 0.99}
          />
          <code>{doing.key}</code>
        </p>
      )}
    </>
  );
}
