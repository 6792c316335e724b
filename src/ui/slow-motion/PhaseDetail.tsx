// What a phase does, in words and with all its numbers for the chosen sample.
import type { ReactNode } from 'react';
import { ANCHOR_KINDS, type StepTrace, type TracedSample } from '../../contract/questions.ts';
import type { LaneView } from '../../state/lane-view.ts';
import { formatNumber, formatProbability } from '../charts/format.ts';
import { entropy, softmax } from '../explain/softmax.ts';
import { numbers } from '../messages/messages.ts';
import { ts } from '../messages/slow-motion.ts';
import { Scroll } from '../Scroll.tsx';
import { type Phase, probabilities, standsFor, temperatureOf } from './phases.ts';

interface DetailProps {
  readonly phase: Phase;
  readonly trace: StepTrace;
  readonly sample: TracedSample;
  readonly lane: LaneView;
  readonly classes: readonly string[];
}

export function PhaseDetail(props: DetailProps) {
  const { phase, trace, sample } = props;
  const silent = !sample.teacher && (phase === 'teacher' || phase === 'soften');
  return (
    <div className="phase-detail">
      <p>{silent ? ts('what.teacherNone') : what(phase, sample)}</p>
      {!silent && <Numbers {...props} />}
      {phase === 'soften' && sample.teacher && (
        <p className="plain">
          {ts('entropy', { entropy: formatNumber(entropy(softmax(sample.teacher, temperatureOf(trace)))) })}
        </p>
      )}
      {phase === 'update' && <p className="plain">{ts('rate', { rate: formatNumber(trace.rate) })}</p>}
    </div>
  );
}

/** What a phase does; of scenes some are told otherwise. */
function what(phase: Phase, { anchor }: TracedSample): string {
  switch (phase) {
    case 'batch':
    case 'teacher':
    case 'student':
    case 'terms':
    case 'slopes':
      return ts(anchor ? `scenes.${phase}` : `what.${phase}`);
    default:
      return ts(`what.${phase}`);
  }
}

function Numbers({ phase, trace, sample, lane, classes }: DetailProps) {
  const T = temperatureOf(trace);
  const at = (logits: readonly number[] | null, temperature: number) =>
    probabilities(sample, logits ?? [], temperature);
  const { anchor } = sample;
  const hard = ts(anchor ? 'column.sigmoid' : 'column.hard');
  const soft = anchor ? hard : ts('column.soft', { T: numbers.significant(T) });
  const rows = (
    columns: readonly (readonly number[])[],
    cell: (value: number, column: number) => ReactNode,
  ) => classes.map((name, c) => [name, ...columns.map((column, i) => cell(column[c] ?? Number.NaN, i))]);
  switch (phase) {
    case 'batch':
      return null;
    case 'anchors':
      return anchor ? (
        <Table
          phase={phase}
          head={[ts('column.kind'), ts('column.count'), ts('column.shown')]}
          rows={ANCHOR_KINDS.map((kind) => [
            ts(`anchor.${kind}`),
            numbers.integer(anchor.counts[kind]),
            kind === anchor.kind ? standsFor(anchor, classes) : '',
          ])}
        />
      ) : null;
    case 'teacher':
      return (
        <Table
          phase={phase}
          head={[ts('column.class'), ts('column.logit'), hard]}
          rows={rows([sample.teacher ?? [], at(sample.teacher, 1)], (value, i) =>
            i === 0 ? formatNumber(value) : <Share value={value} color="var(--lane-teacher)" />,
          )}
        />
      );
    case 'soften':
      return (
        <Table
          phase={phase}
          head={[ts('column.class'), ts('column.hard'), soft]}
          rows={rows([at(sample.teacher, 1), at(sample.teacher, T)], (value) => (
            <Share value={value} color="var(--lane-teacher)" />
          ))}
        />
      );
    case 'student': {
      const teacher = sample.teacher ? [at(sample.teacher, T)] : [];
      return (
        <Table
          phase={phase}
          head={[
            ts('column.class'),
            ...(sample.teacher ? [`${ts('column.teacher')}, ${soft}`] : []),
            `${ts('column.student')}, ${soft}`,
          ]}
          rows={rows([...teacher, at(sample.student, T)], (value, i) => (
            <Share value={value} color={i < teacher.length ? 'var(--lane-teacher)' : lane.color} />
          ))}
        />
      );
    }
    case 'terms':
      return <Terms trace={trace} sample={sample} />;
    case 'slopes':
      return (
        <Table
          phase={phase}
          head={[ts('column.class'), ts('column.slope'), ts('column.push')]}
          rows={rows([sample.slope, sample.slope], (value, i) =>
            i === 0 ? <Signed value={value} of={sample.slope} /> : ts(`push.${push(value)}`),
          )}
        />
      );
    case 'update':
      return (
        <Table
          phase={phase}
          head={[
            ts('column.parameter'),
            ts('column.shape'),
            ...(['gradient', 'before', 'after', 'moved'] as const).map((name) => ts(`column.${name}`)),
          ]}
          rows={trace.parameters.map(({ name, shape, gradient, before, after, moved }) => [
            name,
            shape.join(' × '),
            ...[gradient, before, after, moved].map(formatNumber),
          ])}
        />
      );
  }
}

const push = (slope: number) => (slope < 0 ? 'up' : slope > 0 ? 'down' : 'none');

function Terms({ trace, sample }: { trace: StepTrace; sample: TracedSample }) {
  const isOut = (term: string) => trace.without.includes(term);
  const sum = Object.entries(sample.terms).reduce(
    (all, [term, value]) => (isOut(term) ? all : all + value),
    0,
  );
  return (
    <Table
      phase="terms"
      head={[ts('column.term'), ts(sample.anchor ? 'column.thisScene' : 'column.this'), ts('column.mean')]}
      rows={[
        ...Object.entries(trace.terms).map(([term, mean]) => [
          isOut(term) ? ts('term.left', { term }) : term,
          formatNumber(sample.terms[term] ?? Number.NaN),
          formatNumber(mean),
        ]),
        [ts('term.sum'), formatNumber(sum), formatNumber(trace.loss)],
      ]}
    />
  );
}

function Share({ value, color }: { value: number; color: string }) {
  return (
    <>
      <span className="bar" aria-hidden="true">
        <span style={{ width: `${100 * (Number.isFinite(value) ? value : 0)}%`, background: color }} />
      </span>
      {formatProbability(value)}
    </>
  );
}

/** A bar to the left of the middle or to the right of it. */
function Signed({ value, of }: { value: number; of: readonly number[] }) {
  const most = Math.max(...of.map(Math.abs)) || 1;
  const width = (50 * Math.abs(value)) / most;
  return (
    <>
      <span className="bar signed" aria-hidden="true">
        <span style={{ width: `${width}%`, marginInlineStart: `${value < 0 ? 50 - width : 50}%` }} />
      </span>
      {formatNumber(value)}
    </>
  );
}

function Table(props: { phase: Phase; head: readonly string[]; rows: readonly (readonly ReactNode[])[] }) {
  const caption = ts('table', { phase: ts(`phase.${props.phase}`) });
  return (
    <Scroll className="table-scroll" label={caption}>
      <table>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {props.head.map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map(([first, ...cells]) => (
            <tr key={String(first)}>
              <th scope="row">{first}</th>
              {cells.map((cell, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place in the row
                <td key={i}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
