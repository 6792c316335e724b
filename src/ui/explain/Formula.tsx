// A formula as MathML. Temml comes when the first formula is drawn; until then, and where it fails, its source stands there.
import { useEffect, useRef, useState } from 'react';
import './explain.css';

export function Formula({ tex, label }: { tex: string; label: string }) {
  const place = useRef<HTMLSpanElement>(null);
  const [drawn, setDrawn] = useState<string | null>(null);
  useEffect(() => {
    let current = true;
    draw(tex, () => (current ? place.current : null)).then((done) => {
      if (current) setDrawn(done ? tex : null);
    });
    return () => {
      current = false;
    };
  }, [tex]);
  return (
    <span className="formula" role="math" aria-label={label}>
      <span ref={place} hidden={drawn !== tex} />
      {drawn !== tex && <code>{tex}</code>}
    </span>
  );
}

/** Whether the formula could be drawn. */
async function draw(tex: string, where: () => HTMLElement | null): Promise<boolean> {
  try {
    const { default: temml } = await import('temml');
    const element = where();
    if (!element) return false;
    temml.render(tex, element, { displayMode: true, throwOnError: true });
    return true;
  } catch {
    return false;
  }
}
