// Some samples of the batch, to choose the one whose numbers are shown; of scenes, the anchors in them.
import type { LoadedRun } from '../../contract/protocol.ts';
import type { StepTrace, TracedAnchor } from '../../contract/questions.ts';
import { SamplePixels } from '../explain/SamplePixels.tsx';
import { ts } from '../messages/slow-motion.ts';
import { standsFor } from './phases.ts';

export function BatchStrip(props: {
  trace: StepTrace;
  run: LoadedRun;
  chosen: number;
  choose: (index: number) => void;
}) {
  const { trace, run, chosen, choose } = props;
  return (
    <div className="batch-strip">
      {trace.samples.map(({ values, label, anchor }, i) => {
        const shown = anchor
          ? standsFor(anchor, run.classes)
          : label < 0
            ? ts('unlabeled')
            : (run.classes[label] ?? String(label));
        const name = ts(anchor ? 'anchor' : 'sample', { n: i + 1, class: shown });
        return (
          <button
            key={name}
            type="button"
            aria-pressed={i === chosen}
            aria-label={name}
            onClick={() => choose(i)}
          >
            <span className="batch-sample">
              <SamplePixels values={values} shape={run.shape} />
              {anchor && <Place box={anchor.box} shape={run.shape} />}
            </span>
            <small>{shown}</small>
          </button>
        );
      })}
    </div>
  );
}

/** Where an anchor lies in its scene. */
function Place({
  box: [left, top, right, bottom],
  shape: [height = 1, width = 1],
}: {
  box: TracedAnchor['box'];
  shape: readonly number[];
}) {
  return (
    <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <rect x={left} y={top} width={right - left} height={bottom - top} />
    </svg>
  );
}
