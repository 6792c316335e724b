// Records of studies: begun, added to, and put together from several machines.
import { type Study, settingsOf } from '../contract/study.ts';
import {
  RECORD_FORMAT,
  type StudyCell,
  type StudyMachine,
  type StudyRecord,
} from '../contract/study-record.ts';

export const newRecord = (study: Study, split: StudyRecord['split']): StudyRecord => ({
  format: RECORD_FORMAT,
  version: 1,
  study,
  split,
  machines: [],
  cells: [],
});

/** With one more cell by a machine. One that is there already stays as it is. */
export function withCell(
  record: StudyRecord,
  cell: Omit<StudyCell, 'by'>,
  machine: StudyMachine,
): StudyRecord {
  if (record.cells.some(({ key }) => key === cell.key)) return record;
  const text = JSON.stringify(machine);
  const known = record.machines.findIndex((one) => JSON.stringify(one) === text);
  return {
    ...record,
    machines: known < 0 ? [...record.machines, machine] : record.machines,
    cells: [...record.cells, { ...cell, by: known < 0 ? record.machines.length : known }],
  };
}

/** Why two records cannot be put together; null where they can. The number of seeds may differ. */
export function whyApart(one: StudyRecord, other: StudyRecord): string | null {
  if (one.study.id !== other.study.id)
    return `one is of the study ${one.study.id}, the other of ${other.study.id}`;
  if (one.split !== other.split) return `one reports ${one.split} numbers, the other ${other.split}`;
  const bare = ({ study: { base, axes, methods, data, tuning, seeds } }: StudyRecord) =>
    JSON.stringify([base, axes, methods, data, tuning ?? null, seeds.first]);
  if (bare(one) !== bare(other))
    return `they are of two forms of the study ${one.study.id}: base, axes, methods, data or search differ`;
  return null;
}

/**
 * All cells of several records, each once, setting by setting. The words of the first count, and the most seeds.
 * @throws a sentence where they do not belong together.
 */
export function merge(records: readonly StudyRecord[]): StudyRecord {
  const [first, ...others] = records;
  if (!first) throw new Error('There is nothing to put together.');
  let merged = first;
  for (const other of others) {
    const why = whyApart(first, other);
    if (why) throw new Error(`These records do not belong together: ${why}.`);
    const { seeds } = other.study;
    if (seeds.count > merged.study.seeds.count) merged = { ...merged, study: { ...merged.study, seeds } };
    for (const { by, ...cell } of other.cells)
      merged = withCell(merged, cell, other.machines[by] as StudyMachine);
  }
  return { ...merged, cells: inOrder(merged.study, merged.cells) };
}

/** So that the order in which machines finished leaves no trace. */
function inOrder(study: Study, cells: readonly StudyCell[]): StudyCell[] {
  const settings = settingsOf(study).map(({ name }) => name);
  const rank = ({ purpose, setting }: StudyCell) =>
    (purpose === 'search' ? 0 : settings.length) + settings.indexOf(setting);
  return cells.toSorted((a, b) => rank(a) - rank(b) || a.first - b.first || (a.key < b.key ? -1 : 1));
}
