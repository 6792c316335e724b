// Numbers for the eye, by the rules of the language. What is missing or not finite is a dash.
import type { Language } from '../../state/language.ts';

export type Numbers = ReturnType<typeof numbersFor>;
const DASH = '–';

export function numbersFor(language: Language) {
  const format = (options: Intl.NumberFormatOptions) => {
    const formatter = new Intl.NumberFormat(language, options);
    return (value: number | null | undefined) =>
      value === null || value === undefined || !Number.isFinite(value) ? DASH : formatter.format(value);
  };
  const integer = format({ maximumFractionDigits: 0 });
  const seconds = format({ style: 'unit', unit: 'second', maximumFractionDigits: 0 });
  const minutes = format({ style: 'unit', unit: 'minute', maximumFractionDigits: 0 });
  const hours = format({ style: 'unit', unit: 'hour', maximumFractionDigits: 1 });
  const significant = format({ maximumSignificantDigits: 3 });
  return {
    integer,
    percent: format({ style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 }),
    /** As many decimals as it has, at most one. */
    share: format({ style: 'percent', maximumFractionDigits: 1 }),
    percentWhole: format({ style: 'percent', maximumFractionDigits: 0 }),
    /** A difference of shares in percentage points, with its sign. */
    points: (difference: number) =>
      format({ signDisplay: 'exceptZero', minimumFractionDigits: 1, maximumFractionDigits: 1 })(
        difference * 100,
      ),
    fixed1: format({ minimumFractionDigits: 1, maximumFractionDigits: 1 }),
    fixed3: format({ minimumFractionDigits: 3, maximumFractionDigits: 3 }),
    significant,
    compact: format({ notation: 'compact', maximumSignificantDigits: 3 }),
    plain: format({ maximumSignificantDigits: 6 }),
    bytes: (value: number | null | undefined) =>
      value === null || value === undefined
        ? DASH
        : value < 1000
          ? `${integer(value)} B`
          : value < 1e6
            ? `${significant(value / 1e3)} kB`
            : `${significant(value / 1e6)} MB`,
    duration: (ms: number) => {
      const s = ms / 1000;
      return s < 90 ? seconds(Math.ceil(s)) : s < 5400 ? minutes(Math.ceil(s / 60)) : hours(s / 3600);
    },
  };
}
