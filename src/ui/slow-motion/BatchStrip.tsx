// Some samples of the batch, to choose the one whose numbers are shown.
import type { LoadedRun } from '../../contract/protocol.ts';
import type { StepTrace } from '../../contract/questions.ts';
import { SamplePixels } from '../explain/SamplePixels.tsx';
import { ts } from '../messages/slow-motion.ts';

export function BatchStrip(props: {
  trace: StepTrace;
  run: LoadedRun;
  chosen: number;
  choose: (index: number) => void;
}) {
  const { trace, run, chosen, choose } = props;
  return (
    <div className="batch-strip">
      {trace.samples.map(({ values, label }, i) => {
        const truth = label < 0 ? ts('unlabeled') : (run.classes[label] ?? String(label));
        const name = ts('sample', { n: i + 1, class: truth });
        return (
          <button
            key={name}
            type="button"
            aria-pressed={i === chosen}
            aria-label={name}
            onClick={() => choose(i)}
          >
            <SamplePixels values={values} shape={run.shape} />
            <small>{truth}</small>
          </button>
        );
      })}
    </div>
  );
}
