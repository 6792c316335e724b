// A scene, large, with boxes over it, and a map where one is wanted.
import type { LoadedRun } from '../../contract/protocol.ts';
import type { LaneView } from '../../state/lane-view.ts';
import { SamplePixels } from '../explain/SamplePixels.tsx';
import { tv } from '../messages/scenes.ts';
import { foundBy, type Heat, type Scene } from './scene.ts';

interface SceneFigureProps {
  readonly scene: Scene;
  readonly run: LoadedRun;
  /** Whose boxes are drawn. */
  readonly lanes: readonly LaneView[];
  /** Boxes below it are not drawn. */
  readonly score: number;
  readonly heat: Heat | null;
}

export function SceneFigure({ scene, run, lanes, score, heat }: SceneFigureProps) {
  const [height = 1, width = 1] = run.shape;
  const objects = scene.truths.map(({ box, label }) =>
    tv('object', { class: run.classes[label] ?? label, left: Math.round(box[0]), top: Math.round(box[1]) }),
  );
  const cell = width / scene.places;
  return (
    <figure className="scene">
      <SamplePixels
        values={scene.values}
        shape={run.shape}
        label={tv('picture', { index: scene.index, objects: objects.join('; ') })}
      />
      <svg viewBox={`0 0 ${width} ${height}`} fontSize={width / 28} aria-hidden="true">
        {heat &&
          heat.most > 0 &&
          Array.from(heat.values, (value, i) => (
            <rect
              // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
              key={i}
              className="heat"
              x={(i % scene.places) * cell}
              y={Math.floor(i / scene.places) * cell}
              width={cell}
              height={cell}
              opacity={0.75 * (value / heat.most)}
            />
          ))}
        {scene.truths.map(({ box, label }) => (
          <Outline key={box.join()} box={box} kind="truth" text={run.classes[label] ?? ''} />
        ))}
        {lanes.map(({ id, color }) => (
          <g key={id} style={{ color }}>
            {foundBy(scene, id, score).map(({ box, label, right }) => (
              <Outline
                key={`${box.join()} ${label}`}
                box={box}
                kind={right ? 'right' : 'wrong'}
                text={run.classes[label] ?? ''}
              />
            ))}
          </g>
        ))}
      </svg>
    </figure>
  );
}

function Outline({
  box: [left, top, right, bottom],
  kind,
  text,
}: {
  box: Scene['truths'][number]['box'];
  kind: 'truth' | 'right' | 'wrong';
  text: string;
}) {
  return (
    <>
      <rect className={kind} x={left} y={top} width={right - left} height={bottom - top} />
      {kind !== 'right' && (
        <text className={kind} x={left + 0.3} y={kind === 'truth' ? top - 0.5 : bottom - 0.4}>
          {text}
        </text>
      )}
    </>
  );
}
