// A part that scrolls by itself, and by keyboard too.
import type { ReactNode } from 'react';

export function Scroll({
  label,
  className,
  children,
}: {
  label: string;
  className: string;
  children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={className} tabIndex={0} aria-label={label} data-scrolls>
      {children}
    </section>
  );
}
