// Episodes on classes that nobody learned: every network, those between teacher and students too, in one table.
import { useEffect, useRef, useState } from 'react';
import type { Answer } from '../../contract/questions.ts';
import type { LookProps } from '../looks.ts';
import { te } from '../messages/episodes.ts';
import { numbers, t, words } from '../messages/messages.ts';
import { Scroll } from '../Scroll.tsx';
import './compare.css';
import { overEpisodes } from './over-episodes.ts';

const EPISODES = 100;
/** Episodes a question: the engine answers nothing else meanwhile. */
const PORTION = 10;
const SHOTS = [1, 5] as const;
const COLUMNS = SHOTS.flatMap((shots) => [
  { shots, rule: 'logistic', title: `logistic.${shots}` } as const,
  { shots, rule: 'prototype', title: `prototype.${shots}` } as const,
]);
type Told = Answer<'episodes'>;

interface Asked {
  readonly told: readonly Told[];
  /** Episodes that are done, of each number of shots; null while none run. */
  readonly done: number | null;
  readonly failure: string | null;
}
const NOTHING: Asked = { told: [], done: null, failure: null };

export function Episodes({ lanes, run, ask }: LookProps) {
  const [{ told, failure, done }, setAsked] = useState(NOTHING);
  const busy = done !== null;
  const asking = useRef(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was asked of another run is not of this one
  useEffect(() => {
    setAsked(NOTHING);
    return () => {
      asking.current++; // what is under way is not wanted any more
    };
  }, [run]);
  const start = async () => {
    const mine = ++asking.current;
    const all: Told[] = [];
    try {
      for (let from = 0; from < EPISODES; from += PORTION) {
        setAsked({ told: all.slice(), done: from, failure: null });
        for (const shots of SHOTS) all.push(await ask('episodes', { shots, from, episodes: PORTION }));
        if (mine !== asking.current) return;
        if (all.some(({ step }) => step !== all[0]?.step)) throw new Error(te('moved'));
      }
      setAsked({ ...NOTHING, told: all });
    } catch (reason) {
      if (mine === asking.current)
        setAsked({ ...NOTHING, failure: reason instanceof Error ? reason.message : String(reason) });
    }
  };
  const [first] = told;
  const names = new Map([
    ...lanes.map(({ id, name }) => [id, name] as const),
    ...(run.stages?.networks ?? []).map(({ id, lane, title }) => {
      const own = lanes.find((view) => view.id === lane)?.name ?? lane;
      return [id, te('stageOf', { stage: words(title), lane: own })] as const;
    }),
  ]);
  return (
    <section className="compare" aria-label={t('episodes.title')} aria-busy={busy}>
      <h3>{t('episodes.title')}</h3>
      <p className="explain-note">{te('explain', { ways: Math.min(5, run.novel ?? 0) })}</p>
      <div className="compare-ask">
        <button type="button" disabled={busy} onClick={() => void start()}>
          {te('run', { n: EPISODES })}
        </button>
        <p className="explain-note" role="status">
          {busy && te('running', { done, n: EPISODES })}
          {!busy &&
            first &&
            te('of', { n: EPISODES, queries: first.queries, step: numbers.integer(first.step) })}
          {failure && te('failed', { reason: failure })}
        </p>
      </div>
      {first && <Table told={told} names={names} />}
    </section>
  );
}

interface TableProps {
  readonly told: readonly Told[];
  readonly names: ReadonlyMap<string, string>;
}

function Table({ told, names }: TableProps) {
  const cell = (place: number, { shots, rule }: (typeof COLUMNS)[number]) => {
    const own = told.filter((one) => one.shots === shots);
    const { mean, half } = overEpisodes(own.flatMap(({ networks }) => networks[place]?.[rule] ?? []));
    return `${(100 * mean).toFixed(1)} ± ${(100 * half).toFixed(1)}`;
  };
  return (
    <Scroll className="table-scroll" label={te('table')}>
      <table>
        <caption>{te('table')}</caption>
        <thead>
          <tr>
            <th scope="col">{te('network')}</th>
            {COLUMNS.map(({ title }) => (
              <th key={title} scope="col" className="number">
                {te(title)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {told[0]?.networks.map(({ id }, place) => (
            <tr key={id}>
              <th scope="row">{names.get(id) ?? id}</th>
              {COLUMNS.map((column) => (
                <td key={column.title} className="number">
                  {cell(place, column)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
