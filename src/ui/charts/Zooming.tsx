// Which steps the charts show, and buttons for those who do not drag.
import { tc } from '../messages/charts.ts';
import { formatStep } from './format.ts';
import { useChartsView } from './view.ts';
import { moveBy, type Zoom, zoomBy } from './zoom.ts';

export function Zooming() {
  const { zoom, last, show, at } = useChartsView();
  const buttons: readonly (readonly [sign: string, name: string, next: () => Zoom, off: boolean])[] = [
    ['−', tc('zoom.out'), () => zoomBy(zoom, 1 / 2, last, at.current), !zoom],
    ['+', tc('zoom.in'), () => zoomBy(zoom, 2, last, at.current), last < 5],
    ['‹', tc('zoom.earlier'), () => moveBy(zoom, -0.25, last), !zoom],
    ['›', tc('zoom.later'), () => moveBy(zoom, 0.25, last), !zoom],
  ];
  return (
    <fieldset className="chart-zoom" title={tc('zoom.keys')}>
      <legend className="visually-hidden">{tc('zoom.title')}</legend>
      {buttons.map(([sign, name, next, off]) => (
        <button
          key={sign}
          type="button"
          className="icon"
          aria-label={name}
          title={name}
          aria-disabled={off}
          onClick={() => !off && show(next())}
        >
          <span aria-hidden="true">{sign}</span>
        </button>
      ))}
      <button type="button" aria-disabled={!zoom} onClick={() => show(null)}>
        {tc('zoom.all')}
      </button>
      <output>{zoom ? tc('zoom.shown', { from: formatStep(zoom[0]), to: formatStep(zoom[1]) }) : ''}</output>
    </fieldset>
  );
}
