// The weight over gap and entropy, computed by the engine from the text as it stands, with the samples of the run on it.
import { useEffect, useRef, useState } from 'react';
import type { LoadedRun } from '../../contract/protocol.ts';
import type { Answer } from '../../contract/questions.ts';
import { formatNumber } from '../charts/format.ts';
import { useActions } from '../context.ts';
import { usePaced } from '../explain/usePaced.ts';
import { tl } from '../messages/loss.ts';
import { numbers } from '../messages/messages.ts';
import { Scroll } from '../Scroll.tsx';
import type { Seen } from './useSeen.ts';
import { rampCss, rangeOf, weightPixels } from './weight-image.ts';

const SIDE = 64;
/** Side of the picture in its own pixels. */
const PIXELS = 448;
const LEAST_KL = 0.5;

interface Plotted extends Answer<'weights'> {
  readonly kl: number;
  readonly entropy: number;
}

export function WeightPlot({ code, run, seen }: { code: string | null; run: LoadedRun; seen: Seen }) {
  const { ask } = useActions();
  const [confidence, setConfidence] = useState(0.6);
  const entropy = Math.log(run.anchors ? 2 : run.classes.length); // at an anchor each class is a coin
  const kl = reach(seen.gap);
  const progress = Math.round(seen.progress * 50) / 50;
  const { answer, failure, want } = usePaced(run, async (code: string): Promise<Plotted> => {
    const given = { side: SIDE, kl, entropy, confidence, progress };
    return { ...(await ask('weights', { code, ...given })), kl, entropy };
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: each of these changes the picture
  useEffect(() => {
    if (code !== null) want(code);
  }, [code, kl, entropy, confidence, progress, want]);
  return (
    <section className="loss-plot" aria-labelledby="loss-plot">
      <h3 id="loss-plot">{tl('plot')}</h3>
      {answer && <Picture run={run} plotted={answer} seen={seen} />}
      {failure && <p className="fineprint">{tl('failed', { reason: failure })}</p>}
      <label className="field loss-confidence">
        <span className="field-head">
          {tl('plot.confidence')} <span className="field-value">{formatNumber(confidence)}</span>
        </span>
        <input
          type="range"
          min={run.anchors ? 0.5 : 0}
          max={1}
          step={0.05}
          value={confidence}
          onChange={(event) => setConfidence(Number(event.target.value))}
        />
      </label>
      <p className="fineprint">{tl('plot.progress', { value: formatNumber(progress) })}</p>
      {answer && <WeightTable plotted={answer} />}
    </section>
  );
}

/** The first of 0.5, 1, 2, 4, … nats that all but a few gaps are within. */
function reach(gap: Float32Array | null): number {
  const sorted = gap ? gap.slice().sort() : new Float32Array([2]);
  const most = sorted[Math.floor(0.98 * (sorted.length - 1))] ?? 2;
  let kl = LEAST_KL;
  while (kl < most && kl < 64) kl *= 2;
  return kl;
}

function Picture({ run, plotted, seen }: { run: LoadedRun; plotted: Plotted; seen: Seen }) {
  const { weights, faults, kl, entropy } = plotted;
  const [low, high] = rangeOf(weights, faults);
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context) draw(context, plotted, seen);
  }, [plotted, seen]);
  const gaps = {
    kl: formatNumber(kl),
    entropy: formatNumber(entropy),
    low: formatNumber(low),
    high: formatNumber(high),
  };
  const dots = seen.gap?.length ?? 0;
  return (
    <figure>
      <div className="loss-picture">
        <span className="loss-axis-y">
          <span>{formatNumber(entropy)}</span>
          <span className="loss-axis-name">{tl('plot.entropy')}</span>
          <span>0</span>
        </span>
        <canvas ref={canvas} width={PIXELS} height={PIXELS} role="img" aria-label={tl('plot.alt', gaps)} />
        <span className="loss-axis-x">
          <span>0</span>
          <span className="loss-axis-name">{tl('plot.kl')}</span>
          <span>{formatNumber(kl)}</span>
        </span>
      </div>
      <figcaption>
        <span className="loss-ramp">
          <span>{formatNumber(low)}</span>
          <span className="loss-ramp-bar" style={{ background: rampCss }} />
          <span>{formatNumber(high)}</span>
        </span>
        {dots > 0 && (
          <span>{tl(run.anchors ? 'plot.dots.scenes' : 'plot.dots', { n: numbers.integer(dots) })}</span>
        )}
        {faults.some(Boolean) && <span>{tl('plot.faults')}</span>}
      </figcaption>
    </figure>
  );
}

function draw(
  context: CanvasRenderingContext2D,
  { weights, faults, kl, entropy }: Plotted,
  seen: Seen,
): void {
  const small = new OffscreenCanvas(SIDE, SIDE);
  small.getContext('2d')?.putImageData(new ImageData(weightPixels(weights, faults, SIDE), SIDE), 0, 0);
  context.imageSmoothingEnabled = !faults.some(Boolean); // hatching stays sharp
  context.drawImage(small, 0, 0, PIXELS, PIXELS);
  if (!seen.gap || !seen.entropy) return;
  context.fillStyle = '#fff';
  context.strokeStyle = '#000';
  context.lineWidth = 1.5;
  seen.gap.forEach((k, i) => {
    const x = Math.min(1, k / kl) * PIXELS;
    const y = (1 - Math.min(1, (seen.entropy?.[i] ?? 0) / entropy)) * PIXELS;
    context.beginPath();
    context.arc(
      Math.min(PIXELS - 3, Math.max(3, x)),
      Math.min(PIXELS - 3, Math.max(3, y)),
      3,
      0,
      2 * Math.PI,
    );
    context.stroke();
    context.fill();
  });
}

/** Five by five of the picture, to be read. */
function WeightTable({ plotted }: { plotted: Plotted }) {
  const { weights, faults, kl, entropy } = plotted;
  const places = [0, 1, 2, 3, 4].map((i) => Math.round((i * (SIDE - 1)) / 4));
  const at = (row: number, column: number) => {
    const i = row * SIDE + column;
    return faults[i] ? 'NaN' : formatNumber(weights[i] ?? 0);
  };
  return (
    <details>
      <summary>{tl('plot.table')}</summary>
      <Scroll className="table-scroll" label={tl('plot')}>
        <table>
          <thead>
            <tr>
              <th scope="col">{tl('plot.corner')}</th>
              {places.map((column) => (
                <th scope="col" className="number" key={column}>
                  {formatNumber((kl * column) / (SIDE - 1))}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {places.toReversed().map((row) => (
              <tr key={row}>
                <th scope="row">{formatNumber((entropy * row) / (SIDE - 1))}</th>
                {places.map((column) => (
                  <td className="number" key={column}>
                    {at(row, column)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </details>
  );
}
