// Samples as a strip of small pictures. One tab stop; arrow keys, Home and End go along it, a press chooses.
import { type KeyboardEvent, memo, useRef, useState } from 'react';
import { MAX_THUMBNAILS, type SampleSet } from '../../contract/questions.ts';
import type { LookProps } from '../looks.ts';
import { numbers } from '../messages/messages.ts';
import { ts } from '../messages/samples.ts';
import { SamplePixels } from './SamplePixels.tsx';
import { SamplePoint } from './SamplePoint.tsx';
import './samples.css';
import { usePictures } from './usePictures.ts';

const PAGE = Math.min(60, MAX_THUMBNAILS);

export interface Told {
  /** A few signs under the picture. */
  readonly short: string;
  /** The whole of it. */
  readonly long: string;
}

interface SampleStripProps extends Pick<LookProps, 'run' | 'ask'> {
  readonly label: string;
  readonly set: SampleSet;
  readonly indices: readonly number[];
  readonly chosen: number | null;
  readonly choose: (index: number) => void;
  readonly tell: (index: number) => Told;
}

export function SampleStrip({ run, ask, label, set, indices, chosen, choose, tell }: SampleStripProps) {
  const [wanted, setPage] = useState(0);
  const [focused, setFocused] = useState<number | null>(null);
  const list = useRef<HTMLUListElement>(null);
  const page = Math.min(wanted, Math.max(0, Math.ceil(indices.length / PAGE) - 1));
  const shown = indices.slice(page * PAGE, (page + 1) * PAGE);
  const picture = usePictures({ run, ask }, set, shown);
  const stop = [focused, chosen, shown[0]].find((index) => index != null && shown.includes(index));
  const walk = (event: KeyboardEvent) => {
    const at = shown.indexOf(stop ?? -1);
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: shown.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation(); // the viewer around it has its own use for arrows
    const index = shown[Math.min(shown.length - 1, Math.max(0, to))];
    if (index === undefined) return;
    setFocused(index);
    list.current?.querySelector<HTMLElement>(`[data-sample="${index}"]`)?.focus();
  };
  return (
    <div className="strip">
      <ul ref={list} aria-label={label} onKeyDown={walk}>
        {shown.map((index) => (
          <li key={index}>
            <Thumbnail
              index={index}
              values={picture(index)}
              shape={run.shape}
              bounds={run.bounds}
              {...tell(index)}
              chosen={index === chosen}
              stop={index === stop}
              choose={choose}
            />
          </li>
        ))}
      </ul>
      {indices.length > PAGE && (
        <div className="strip-pages">
          <button type="button" disabled={page === 0} onClick={() => setPage(page - 1)}>
            {ts('back')}
          </button>
          <span>
            {ts('page', {
              from: numbers.integer(page * PAGE + 1),
              to: numbers.integer(page * PAGE + shown.length),
              all: numbers.integer(indices.length),
            })}
          </span>
          <button
            type="button"
            disabled={(page + 1) * PAGE >= indices.length}
            onClick={() => setPage(page + 1)}
          >
            {ts('on')}
          </button>
        </div>
      )}
    </div>
  );
}

interface ThumbnailProps extends Told {
  readonly index: number;
  readonly values: Float32Array | undefined;
  readonly shape: readonly number[];
  readonly bounds: LookProps['run']['bounds'];
  readonly chosen: boolean;
  readonly stop: boolean;
  readonly choose: (index: number) => void;
}

const Thumbnail = memo(function Thumbnail(props: ThumbnailProps) {
  const { index, values, shape, bounds, short, long, chosen, stop, choose } = props;
  return (
    <button
      type="button"
      className="thumbnail"
      data-sample={index}
      aria-label={long}
      aria-current={chosen}
      title={long}
      tabIndex={stop ? 0 : -1}
      onClick={() => choose(index)}
    >
      {!values ? (
        <span className="thumbnail-empty" />
      ) : bounds ? (
        <SamplePoint values={values} bounds={bounds} />
      ) : (
        <SamplePixels values={values} shape={shape} />
      )}
      <small>{short}</small>
    </button>
  );
});
