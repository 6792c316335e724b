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
      {trace.samples.map(({ index, values, label, anchor }, i) => {
        const unlabeled = label < 0;
        const shown = anchor
          ? standsFor(anchor, run.classes)
          : unlabeled
            ? ts('unlabeled')
            : (run.classes[label] ?? String(label));
        const [left = 0, top = 0] = anchor?.box.map(Math.round) ?? [];
        const name = anchor
          ? ts(unlabeled ? 'anchorUnlabeled' : 'anchor', { n: index + 1, class: shown, left, top })
          : ts('sample', { n: i + 1, class: shown });
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
            {anchor && unlabeled && <small>{ts('unlabeled')}</small>}
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
