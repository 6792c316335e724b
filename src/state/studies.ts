// The committed studies as the page shows them: what was asked, what came, and the experiment behind it. They load when asked for.
import type { Words } from '../contract/cards.ts';
import { PRESETS } from '../contract/presets.ts';
import { judgedBy, methodsOf } from '../contract/study.ts';
import { parseRecord, type StudyRecord } from '../contract/study-record.ts';
import { type MethodRow, outcomeOf, type Verdict } from '../study/outcome.ts';
import { apartOf, experimentOf } from '../study/plan.ts';
import { markdown } from '../study/report.ts';
import type { Paired } from '../study/statistics.ts';
import { differenceAndInterval, meanAndSpread } from '../study/text.ts';
import { writeLink } from './link.ts';

export interface ShownRow {
  readonly name: string;
  readonly accuracy: string;
  /** Its mean, in percent. */
  readonly mean: number | null;
  /** Over the student alone, in points of percent: for the eye and as words. */
  readonly over: { readonly mean: number; readonly low: number; readonly high: number } | null;
  readonly vsAlone: string;
  readonly vsReference: string;
  readonly agreement: number | null;
  readonly kl: number | null;
  readonly steps: string;
  readonly seconds: number | null;
}
export interface ShownClaim {
  readonly better: string;
  /** The method of its lane. */
  readonly method: string | null;
  readonly than: string;
  readonly on: string;
  /** The margin that is claimed. */
  readonly by: number;
  readonly verdict: Verdict;
  readonly difference: string;
  readonly n: number;
}
export interface ShownStudy {
  readonly id: string;
  readonly title: Words;
  readonly question: Words;
  readonly notes: Words | null;
  readonly cite: string | null;
  readonly seeds: { readonly first: number; readonly last: number; readonly count: number };
  readonly fresh: boolean;
  /** What stands under `accuracy`. */
  readonly judgedBy: ReturnType<typeof judgedBy>;
  /** Set-ups that were trained to choose the settings. */
  readonly tried: number;
  /** On what it was computed. */
  readonly machines: string;
  /** Names of the two axes where there are two. */
  readonly axes: readonly [Words, Words] | null;
  /** Methods that are not in the experiments it opens: they have data or training of their own. */
  readonly apart: readonly string[];
  readonly settings: readonly {
    readonly name: string;
    /** Where it is on each axis. */
    readonly points: readonly string[];
    readonly teacher: string | null;
    readonly rows: readonly ShownRow[];
    readonly claims: readonly ShownClaim[];
    /** The fragment of an address that opens this experiment. */
    readonly link: string;
  }[];
}

const files = import.meta.glob<string>('../study/results/*.json', { query: '?raw', import: 'default' });

/** All of them, in the order of their names. One that cannot be read is left out. */
export async function loadStudies(): Promise<ShownStudy[]> {
  const texts = await Promise.all(
    Object.keys(files)
      .sort()
      .map((path) => files[path]?.() ?? ''),
  );
  return texts.flatMap((text) => {
    const parsed = parseRecord(JSON.parse(text));
    return parsed.ok ? [shown(parsed.value)] : [];
  });
}

export function shown(record: StudyRecord): ShownStudy {
  const { study, machines } = record;
  const outcome = outcomeOf(record);
  const { first, count } = study.seeds;
  const preset = 'preset' in study.base ? study.base.preset : null;
  const base = PRESETS.find(({ id }) => id === preset) ?? (PRESETS[0] as (typeof PRESETS)[number]);
  return {
    id: study.id,
    title: wordsOf(study.title),
    question: wordsOf(study.question),
    notes: study.notes ? wordsOf(study.notes) : null,
    cite: study.cite ?? null,
    seeds: { first, last: first + count - 1, count },
    fresh: study.data === 'fresh',
    judgedBy: judgedBy(study),
    tried: outcome.tried,
    machines: machines.map((m) => `${m.engine} (${m.adapter}), ${m.date}, ${m.revision}`).join('; '),
    axes: axesOf(study),
    apart: apartOf(study),
    settings: outcome.settings.map(({ name, points, teacher, rows, claims }) => ({
      name,
      points,
      teacher: teacher && meanAndSpread(teacher),
      rows: rows.map(rowOf),
      claims: claims.map(({ claim, against, difference, verdict }) => ({
        better: claim.better,
        method: methodsOf(study).find((one) => one.name === claim.better)?.lane.method ?? null,
        than: against,
        on: claim.on === 'accuracy' ? judgedBy(study) : claim.on,
        by: claim.by,
        verdict,
        difference: difference ? differenceAndInterval(difference) : '–',
        n: difference?.n ?? 0,
      })),
      link: writeLink(
        experimentOf(study, name, (method) => rows.find((row) => row.name === method)?.chosen ?? {}),
        base,
      ),
    })),
  };
}

function axesOf({ axes }: StudyRecord['study']): ShownStudy['axes'] {
  const [one, other] = axes;
  return one && other ? [wordsOf(one.name), wordsOf(other.name)] : null;
}

/** A study's words; what has no Chinese is English there too. */
const wordsOf = ({ en, zh }: { readonly en: string; readonly zh?: string | undefined }): Words => ({
  en,
  zh: zh ?? en,
});

function rowOf(row: MethodRow): ShownRow {
  const { name, last, vsAlone, vsReference, agreement, kl, cost } = row;
  const said = (paired: Paired | null) => (paired ? differenceAndInterval(paired) : '–');
  return {
    name,
    accuracy: last ? meanAndSpread(last) : '–',
    mean: last ? 100 * last.mean : null,
    over: vsAlone?.interval
      ? { mean: 100 * vsAlone.mean, low: 100 * vsAlone.interval[0], high: 100 * vsAlone.interval[1] }
      : null,
    vsAlone: said(vsAlone),
    vsReference: said(vsReference),
    agreement: agreement?.mean ?? null,
    kl: kl?.mean ?? null,
    steps: cost ? `${cost.steps}${cost.stageSteps ? ` + ${cost.stageSteps}` : ''}` : '–',
    seconds: cost?.seconds ?? null,
  };
}

/** Every claim that a method does better than something, with the title of its study and the setting. */
export const claimsOf = (method: string, studies: readonly ShownStudy[], say: (words: Words) => string) =>
  studies.flatMap(({ title, settings }) =>
    settings.flatMap(({ name, claims }) =>
      claims
        .filter((claim) => claim.method === method)
        .map((claim) => ({ ...claim, of: [say(title), name].filter(Boolean).join(', ') })),
    ),
  );

/** A record's table and verdicts as Markdown. */
export const asMarkdown = (record: StudyRecord): string => `${markdown(record)}\n`;
