// The few pictures of the page, drawn with the colour of the text around them.
const PATHS = {
  play: 'M5 3.2v9.6L13 8z',
  pause: 'M4.5 3h2.6v10H4.5zM8.9 3h2.6v10H8.9z',
  step: 'M3.5 3.2v9.6L10 8zM10.6 3h2v10h-2z',
  reset: 'M8 3a5 5 0 1 1-4.6 3.1l1.5.6A3.4 3.4 0 1 0 8 4.6v2L4.6 3.8 8 1z',
  more: 'M8 2.2a1.3 1.3 0 1 1 0 2.6 1.3 1.3 0 0 1 0-2.6zM8 6.7a1.3 1.3 0 1 1 0 2.6 1.3 1.3 0 0 1 0-2.6zM8 11.2a1.3 1.3 0 1 1 0 2.6 1.3 1.3 0 0 1 0-2.6z',
  grip: 'M5 3h2v2H5zM9 3h2v2H9zM5 7h2v2H5zM9 7h2v2H9zM5 11h2v2H5zM9 11h2v2H9z',
} as const;

export function Icon({ name }: { name: keyof typeof PATHS }) {
  return (
    <svg className="icon-svg" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} fill="currentColor" />
    </svg>
  );
}

/** A retort with its drop. */
export function Mark() {
  return (
    <svg className="mark" width="34" height="34" viewBox="0 0 34 34" aria-hidden="true" focusable="false">
      <path
        d="M11 12.5a8 8 0 1 0 5.2 5.4c-.5-1.8.2-3.6 2-4.6l8.3-4.5"
        fill="none"
        stroke="currentColor"
        strokeWidth="2.2"
        strokeLinecap="round"
      />
      <path d="M2.4 22.5a8 8 0 0 0 13.3 0z" fill="currentColor" />
      <path d="M28.6 14.5c2 2.8 3 4.6 3 6a3 3 0 0 1-6 0c0-1.4 1-3.2 3-6z" fill="currentColor" />
    </svg>
  );
}
