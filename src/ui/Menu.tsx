// A button with a menu, by the pattern of the ARIA Authoring Practices: arrow keys, Home and End go along it, Escape
// closes it, and the focus comes back to the button.
import {
  createContext,
  type KeyboardEvent,
  type ReactNode,
  useContext,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react';

const Choose = createContext<(act: () => void) => void>(() => {});

export function Menu({ label, sign, children }: { label: string; sign: ReactNode; children: ReactNode }) {
  const [open, setOpen] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  useEffect(() => {
    if (!open) return;
    itemsOf(place.current)[0]?.focus();
    const away = (event: PointerEvent) => {
      if (!place.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener('pointerdown', away);
    return () => document.removeEventListener('pointerdown', away);
  }, [open]);

  const choose = (act: () => void) => {
    setOpen(false);
    button.current?.focus();
    act();
    // What was done may have moved the button, which then lost the focus; or it may have put it elsewhere.
    requestAnimationFrame(() => document.activeElement === document.body && button.current?.focus());
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.preventDefault();
      setOpen(false);
      button.current?.focus();
    } else if (open) go(event, place.current);
    else if (event.key === 'ArrowDown') {
      event.preventDefault();
      setOpen(true);
    }
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hears the keys of the button and of the items inside
    <div
      className="menu-place"
      ref={place}
      onKeyDown={press}
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setOpen(false)}
    >
      <button
        ref={button}
        type="button"
        className="quiet icon"
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        {sign}
      </button>
      {open && (
        <div className="menu" role="menu" id={id} aria-label={label}>
          <Choose value={choose}>{children}</Choose>
        </div>
      )}
    </div>
  );
}

/** Does something and closes the menu. With `checked` it is one of several, of which one is on. */
export function MenuItem(props: {
  readonly act: () => void;
  readonly children: ReactNode;
  readonly checked?: boolean;
  readonly label?: string;
  readonly className?: string;
}) {
  const { act, children, checked, label, className = '' } = props;
  const choose = useContext(Choose);
  return (
    <button
      type="button"
      className={`menu-item ${className}`}
      {...(checked === undefined ? { role: 'menuitem' } : { role: 'menuitemradio', 'aria-checked': checked })}
      aria-label={label}
      title={label}
      tabIndex={-1}
      onClick={() => choose(act)}
    >
      {children}
    </button>
  );
}

const itemsOf = (menu: Element | null) => [
  ...(menu?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? []),
];

function go(event: KeyboardEvent, menu: Element | null): void {
  const items = itemsOf(menu);
  const at = items.indexOf(document.activeElement as HTMLElement);
  const to = {
    ArrowDown: at + 1,
    ArrowRight: at + 1,
    ArrowUp: at - 1,
    ArrowLeft: at - 1,
    Home: 0,
    End: items.length - 1,
  }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  items[(to + items.length) % items.length]?.focus();
}
