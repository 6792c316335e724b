// Colours for more and less, in order of lightness, so that they can be told apart without telling hues apart. The
// faintest still stands out from the panel by three to one.
type Rgb = readonly [number, number, number];

export type Theme = 'light' | 'dark';
export const RAMPS: Readonly<Record<Theme, readonly Rgb[]>> = {
  light: [
    [136, 146, 165],
    [47, 118, 190],
    [92, 42, 146],
    [46, 8, 60],
  ],
  dark: [
    [104, 116, 134],
    [63, 150, 190],
    [92, 203, 158],
    [250, 235, 110],
  ],
};

/** @param share 0 for the least, 1 for the most; beyond and what is no number is taken for the least */
export function rampColor(theme: Theme, share: number): string {
  const stops = RAMPS[theme];
  const known = Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 0;
  const place = known * (stops.length - 1);
  const from = Math.min(stops.length - 2, Math.floor(place));
  const [a, b] = [stops[from] as Rgb, stops[from + 1] as Rgb];
  return `rgb(${a.map((part, k) => Math.round(part + (place - from) * ((b[k] as number) - part))).join(' ')})`;
}

export const rampGradient = (theme: Theme): string =>
  `linear-gradient(to right, ${RAMPS[theme].map((rgb) => `rgb(${rgb.join(' ')})`).join(', ')})`;
