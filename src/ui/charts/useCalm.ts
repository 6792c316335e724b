// A chart that nobody sees need not be drawn four times a second: out of sight it takes what is new now and then.
import { type RefObject, useEffect, useRef, useState } from 'react';

const GAP_MS = 2000;
/** Drawn somewhat before it comes into sight. */
const MARGIN = '200px';

/** Whether an element is in sight, or nearly. */
export function useInSight(): readonly [RefObject<HTMLElement | null>, boolean] {
  const element = useRef<HTMLElement>(null);
  const [seen, setSeen] = useState(true);
  useEffect(() => {
    if (!element.current) return;
    const observer = new IntersectionObserver(([entry]) => setSeen(entry?.isIntersecting ?? true), {
      rootMargin: MARGIN,
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return [element, seen];
}

/** The value: at once where `now` says so, else as it was at most GAP_MS ago. */
export function useCalm<T>(value: T, now: boolean): T {
  const [held, setHeld] = useState(value);
  const latest = useRef(value);
  useEffect(() => {
    latest.current = value;
  });
  useEffect(() => {
    if (now) return;
    setHeld(latest.current);
    const timer = setInterval(() => setHeld(latest.current), GAP_MS);
    return () => clearInterval(timer);
  }, [now]);
  return now ? value : held;
}
