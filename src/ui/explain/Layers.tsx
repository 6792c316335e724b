// Teacher and student layer by layer: shapes, sizes, and the time each layer takes when it is asked for.
import { useEffect, useState } from 'react';
import type { NetSize } from '../../contract/protocol.ts';
import type { Answer, LayerTime } from '../../contract/questions.ts';
import { useApp } from '../context.ts';
import type { LookProps } from '../looks.ts';
import { tc } from '../messages/compare.ts';
import { numbers, t } from '../messages/messages.ts';
import { Scroll } from '../Scroll.tsx';
import './compare.css';

interface Measured {
  readonly answer: Answer<'layers'> | null;
  readonly failure: string | null;
  readonly busy: boolean;
}
const NOTHING: Measured = { answer: null, failure: null, busy: false };
const FLOAT32_BYTES = 4;

export function Layers({ run, ask }: LookProps) {
  const [{ answer, failure, busy }, setMeasured] = useState(NOTHING);
  const info = useApp((state) => state.run.info);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was measured of another run is not of this one
  useEffect(() => setMeasured(NOTHING), [run]);
  const measure = () => {
    setMeasured({ answer, failure: null, busy: true });
    ask('layers', {}).then(
      (told) => setMeasured({ ...NOTHING, answer: told }),
      (reason) =>
        setMeasured({ ...NOTHING, failure: reason instanceof Error ? reason.message : String(reason) }),
    );
  };
  const ratio = answer && total(answer.teacher) / total(answer.student);
  const onProcessor = info ? info.software || info.engine !== 'webgpu' : true;
  return (
    <section className="compare" aria-label={t('layers.title')} aria-busy={busy}>
      <h3>{t('layers.title')}</h3>
      <p className="explain-note">{tc('layers.explain')}</p>
      <div className="compare-ask">
        <button type="button" disabled={busy} onClick={measure}>
          {tc('layers.measure')}
        </button>
        <p className="explain-note" role="status">
          {busy && tc('layers.measuring')}
          {!busy && answer && tc('layers.measured', { batch: answer.batch, adapter: info?.adapter ?? '' })}
          {ratio !== null && ` ${tc('layers.ratio', { ratio: numbers.significant(ratio) })}`}
          {answer && onProcessor && ` ${tc('layers.software')}`}
          {failure && tc('failed', { reason: failure })}
        </p>
      </div>
      <div className="compare-pair">
        <Table
          title={t('lane.teacher')}
          size={run.teacher.size}
          times={answer?.teacher}
          relative={onProcessor}
        />
        <Table title={t('sizes.student')} size={run.student} times={answer?.student} relative={onProcessor} />
      </div>
    </section>
  );
}

const total = (times: readonly LayerTime[]): number => times.reduce((sum, { ms }) => sum + ms, 0);

interface TableProps {
  readonly title: string;
  readonly size: NetSize;
  readonly times: readonly LayerTime[] | undefined;
  /** Whether times say something only beside one another. */
  readonly relative: boolean;
}

function Table({ title, size, times, relative }: TableProps) {
  const all = times ? total(times) : 0;
  const say = (ms: number | undefined) => {
    if (ms === undefined) return '–';
    return relative ? numbers.percent(ms / all) : numbers.significant(ms);
  };
  const row = (
    name: string,
    shape: string,
    of: { parameters: number; macs: number },
    ms: number | undefined,
  ) => (
    <tr key={name}>
      <th scope="row">{name}</th>
      <td>{shape}</td>
      <td className="number">{numbers.integer(of.parameters)}</td>
      <td className="number">{numbers.integer(of.macs)}</td>
      <td className="number">{numbers.bytes(of.parameters * FLOAT32_BYTES)}</td>
      <td className="number">{say(ms)}</td>
    </tr>
  );
  return (
    <Scroll className="table-scroll" label={title}>
      <table>
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col">{t('lane.layer')}</th>
            <th scope="col">{t('lane.shape')}</th>
            {[
              t('read.parameters'),
              t('read.macs'),
              tc('layers.bytes'),
              tc(relative ? 'layers.share' : 'layers.ms'),
            ].map((name) => (
              <th key={name} scope="col" className="number">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {size.layers.map((layer, i) => row(layer.name, layer.shape.join(' × '), layer, times?.[i]?.ms))}
          {row(tc('layers.all'), '', size, times && all)}
        </tbody>
      </table>
    </Scroll>
  );
}
