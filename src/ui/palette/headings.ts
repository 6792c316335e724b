// Every heading of the page as a place to go to. Read from the page itself, so that no part needs to be registered.
import type { PageCommand } from '../commands.ts';

export function headings(): PageCommand[] {
  const found = [...document.querySelectorAll<HTMLElement>('main h2:not(.visually-hidden), main section h3')];
  const seen = new Set<string>();
  return found.flatMap((heading, i) => {
    const title = heading.textContent?.trim() ?? '';
    if (title === '' || seen.has(title)) return [];
    seen.add(title);
    return [{ id: `go-${i}`, title, group: 'command.group.go' as const, run: () => goTo(heading) }];
  });
}

/** Unfolds what it stands in, and puts the focus there. */
function goTo(heading: HTMLElement): void {
  for (let part = heading.closest('details'); part; part = part.parentElement?.closest('details') ?? null)
    part.open = true;
  heading.tabIndex = -1;
  heading.focus();
  heading.scrollIntoView({ block: 'start' });
}
