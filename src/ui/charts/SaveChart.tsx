// Buttons that save a chart: as a picture, as a drawing, as numbers. What makes the files comes when one is pressed.
import { type RefObject, useState } from 'react';
import { tc } from '../messages/charts.ts';
import type { Curve } from './rows.ts';
import { useChartsView } from './view.ts';

const FORMATS = ['PNG', 'SVG', 'CSV'] as const;
type Format = (typeof FORMATS)[number];

interface SaveChartProps {
  card: RefObject<HTMLElement | null>;
  title: string;
  unit: string;
  curves: readonly Curve[];
}

export function SaveChart({ card, title, unit, curves }: SaveChartProps) {
  const { seeds } = useChartsView();
  const [failure, setFailure] = useState('');
  const save = async (format: Format) => {
    setFailure('');
    try {
      const { saveNumbers, savePicture } = await import('./save-chart.ts');
      if (format === 'CSV') return saveNumbers(title, curves);
      const surface = card.current?.querySelector<SVGSVGElement>('.chart-plot svg.recharts-surface');
      if (!surface) throw new Error(tc('save.nothing'));
      await savePicture(format, surface, { title, unit, curves, note: seeds });
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <div className="chart-save">
      <span role="status">{failure}</span>
      {FORMATS.map((format) => (
        <button
          key={format}
          type="button"
          className="quiet"
          aria-label={tc('save.as', { chart: title, format })}
          onClick={() => void save(format)}
        >
          {format}
        </button>
      ))}
    </div>
  );
}
