// What came of it: the table of all lanes, with a lane to compare with, sorted as one likes, to be taken along.
import { useMemo, useState } from 'react';
import type { LoadedRun } from '../../contract/protocol.ts';
import type { LaneView } from '../../state/lane-view.ts';
import { resultRows, type Sorting, sortedRows } from '../../state/results.ts';
import { shownLanes } from '../../state/views.ts';
import { useApp } from '../context.ts';
import { tr } from '../messages/results.ts';
import { CopyResults } from './CopyResults.tsx';
import { ResultNotes } from './ResultNotes.tsx';
import { ResultTable } from './ResultTable.tsx';
import { useResultTexts } from './result-texts.ts';
import './results.css';

export function Results({ views, run }: { views: readonly LaneView[]; run: LoadedRun }) {
  const applied = useApp((state) => state.applied);
  const draft = useApp((state) => state.draft);
  const effort = useApp((state) => state.effort);
  const [wanted, setWanted] = useState<string | null>(null);
  const [sorting, setSorting] = useState<Sorting | null>(null);
  const [, alone, ...others] = views;
  const reference = others.find(({ id }) => id === wanted) ?? (wanted === '' ? undefined : others[0]);
  const rows = useMemo(() => {
    const keys = new Map(applied ? shownLanes(applied, draft).map(({ id, key }) => [id, key]) : []);
    const tried = (id: string) => effort.tried[keys.get(id) ?? -1]?.length ?? 0;
    return resultRows({ views, run, reference: reference?.id ?? null, tried, trained: effort.trained });
  }, [views, run, reference, applied, draft, effort]);
  const texts = useResultTexts(run, rows, alone, reference);
  const measured = rows.some(({ id, last }) => last !== null && id !== views[0]?.id);
  const sorted = sortedRows(rows, sorting);
  if (!measured) return <p className="plain">{tr('results.none')}</p>;
  return (
    <div className="results">
      <div className="results-bar">
        <Reference others={others} chosen={reference?.id ?? ''} choose={setWanted} />
        <CopyResults rows={sorted} texts={texts} seed={run.setup.seed} reference={reference?.name ?? null} />
      </div>
      {run.setup.seeds === 1 && <p className="one-seed">{tr('results.oneSeed')}</p>}
      <ResultTable rows={sorted} texts={texts} sorting={sorting} sort={setSorting} />
      <ResultNotes rows={rows} />
    </div>
  );
}

function Reference(props: { others: readonly LaneView[]; chosen: string; choose: (id: string) => void }) {
  const { others, chosen, choose } = props;
  if (others.length === 0) return null;
  return (
    <label className="results-reference">
      <span>{tr('results.reference')}</span>
      <select className="input" value={chosen} onChange={(event) => choose(event.target.value)}>
        <option value="">{tr('results.referenceNone')}</option>
        {others.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
