// How fast training is here, with this page's engine and with others: asked for with a button, in a worker of its own.
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { type BenchState, createBench } from '../../state/bench.ts';
import { copyText } from '../download.ts';
import { tb } from '../messages/bench.ts';
import { BenchChoice, EVERYTHING } from './BenchChoice.tsx';
import { BenchTable } from './BenchTable.tsx';
import { adapterSentences, asJson, asMarkdown, nameOf } from './bench-text.ts';
import './speed.css';

/** One for the page: what it measured stays when the panel goes for a while. */
const bench = createBench();

interface BenchmarkProps {
  playing: boolean;
  /** Pauses the run. */
  pause: () => void;
}

export function Benchmark({ playing, pause }: BenchmarkProps) {
  const state = useStore(bench.store);
  const [choice, setChoice] = useState(EVERYTHING);
  const [paused, setPaused] = useState(false);
  const running = state.status === 'running';
  // Nothing else may use the GPU, whether it trained before or is told to meanwhile.
  useEffect(() => {
    if (!running || !playing) return;
    pause();
    setPaused(true);
  }, [running, playing, pause]);
  const start = () => {
    setPaused(false);
    bench.start(choice);
  };
  return (
    <section className="panel kernels" aria-label={tb('title')} aria-busy={running}>
      <h3>{tb('title')}</h3>
      <p className="plain">{tb('explain')}</p>
      <BenchChoice choice={choice} disabled={running} onChange={setChoice} />
      <div className="kernels-ask">
        <button type="button" onClick={running ? bench.cancel : start}>
          {tb(running ? 'cancel' : 'start')}
        </button>
        <p className="plain" role="status">
          {told(state)} {paused && tb('paused')}
        </p>
      </div>
      {running && <p className="fineprint">{state.doing ?? tb('starting')}</p>}
      {state.adapter && <p className="plain">{adapterSentences(state.adapter).join(' ')}</p>}
      {state.rows.length > 0 && <Results state={state} />}
    </section>
  );
}

function told({ status, reason, rows }: BenchState): string {
  if (status === 'idle') return '';
  if (status === 'cancelled' && rows.length === 0) return tb('cancelled.early');
  return tb(status, { reason: reason ?? '' });
}

function Results({ state }: { state: BenchState }) {
  const [copied, setCopied] = useState('');
  const copy = async (text: string) => {
    setCopied(tb((await copyText(text)) ? 'copied' : 'copy.failed'));
  };
  return (
    <>
      <BenchTable rows={state.rows} />
      {state.rows.map(
        ({ workload, engine, note, state: how }) =>
          how === 'disagrees' && (
            <p key={`${workload} ${engine}`} className="fineprint">
              {tb('note', { engine: nameOf(engine), note: note ?? '' })}
            </p>
          ),
      )}
      <p className="fineprint">{tb('manner')}</p>
      <div className="kernels-ask">
        <button type="button" onClick={() => copy(asMarkdown(state, navigator.userAgent))}>
          {tb('copy.markdown')}
        </button>
        <button type="button" onClick={() => copy(asJson(state, navigator.userAgent))}>
          {tb('copy.json')}
        </button>
        <p className="plain" role="status">
          {copied}
        </p>
      </div>
    </>
  );
}
