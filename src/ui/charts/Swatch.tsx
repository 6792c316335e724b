// A short piece of a lane's line, with its colour and dashes.
export function Swatch({ color, dash }: { color: string; dash: string }) {
  return (
    <svg className="swatch" width="28" height="8" viewBox="0 0 28 8" aria-hidden="true" focusable="false">
      <line x1="1" y1="4" x2="27" y2="4" stroke={color} strokeWidth="2.5" strokeDasharray={dash} />
    </svg>
  );
}
