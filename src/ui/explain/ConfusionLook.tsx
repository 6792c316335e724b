// Confusion matrices of two networks and their difference, on the same samples.
import type { LaneView } from '../../state/lane-view.ts';
import { ConfusionTable } from '../Confusion.tsx';
import type { LookProps } from '../looks.ts';
import { tc } from '../messages/compare.ts';
import { numbers, t } from '../messages/messages.ts';
import { Scroll } from '../Scroll.tsx';
import { classAccuracies, sameSamples } from './compare.ts';
import './compare.css';
import { PairFields, usePair } from './PairFields.tsx';

export function ConfusionLook({ lanes, run }: LookProps) {
  const { a, b, choose } = usePair(lanes);
  if (!a || !b) return null;
  const both = sameSamples(a, b);
  return (
    <section className="compare" aria-label={t('confusion.title')}>
      <h3>{t('confusion.title')}</h3>
      <p className="explain-note">
        {tc('confusion.explain')} {run.anchors && tc('confusion.scenes')}
      </p>
      <PairFields {...{ lanes, a, b, choose }} />
      {both ? (
        <Matrices {...{ a, b, both }} classes={run.classes} seeds={run.setup.seeds} />
      ) : (
        <p className="explain-note">{tc('confusion.none')}</p>
      )}
    </section>
  );
}

interface MatricesProps {
  readonly a: LaneView;
  readonly b: LaneView;
  readonly both: NonNullable<ReturnType<typeof sameSamples>>;
  readonly classes: readonly string[];
  readonly seeds: number;
}

function Matrices({ a, b, both, classes, seeds }: MatricesProps) {
  const [x, y] = [both.a.test.confusion, both.b.test.confusion];
  const difference = x.map((count, i) => count - (y[i] ?? 0));
  const about = (name: string, step: number) =>
    tc('confusion.of', { name, step: numbers.integer(step), n: both.a.test.samples });
  return (
    <>
      {seeds > 1 && <p className="explain-note">{tc('confusion.seeds', { seeds })}</p>}
      <div className="compare-matrices">
        <ConfusionTable caption={about(`A: ${a.name}`, both.a.step)} cells={x} classes={classes} />
        <ConfusionTable caption={about(`B: ${b.name}`, both.b.step)} cells={y} classes={classes} />
        <ConfusionTable caption={tc('confusion.difference')} cells={difference} classes={classes} signed />
      </div>
      <Accuracies a={x} b={y} classes={classes} />
    </>
  );
}

function Accuracies(props: { a: readonly number[]; b: readonly number[]; classes: readonly string[] }) {
  const { classes } = props;
  const [a, b] = [classAccuracies(props.a, classes.length), classAccuracies(props.b, classes.length)];
  const caption = tc('confusion.perClass');
  return (
    <Scroll className="table-scroll" label={caption}>
      <table className="compare-narrow">
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{tc('confusion.class')}</th>
            {['A', 'B', 'A − B'].map((name) => (
              <th key={name} scope="col" className="number">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {classes.map((name, i) => {
            const [x, y] = [a[i] ?? null, b[i] ?? null];
            return (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td className="number">{numbers.percent(x)}</td>
                <td className="number">{numbers.percent(y)}</td>
                <td className="number">{x === null || y === null ? '–' : numbers.points(x - y)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Scroll>
  );
}
