// The samples of a set that are like this, as a strip: the search, and what it found.
import { useMemo, useState } from 'react';
import { laneId, TEACHER } from '../../contract/protocol.ts';
import type { SampleSet } from '../../contract/questions.ts';
import { SwitchField } from '../controls/SwitchField.tsx';
import type { LookProps } from '../looks.ts';
import { ts } from '../messages/samples.ts';
import { changeDesk, onlyIn, useDesk } from './desk.ts';
import { SampleSearch } from './SampleSearch.tsx';
import { SampleStrip } from './SampleStrip.tsx';
import { SurveyNote } from './SurveyNote.tsx';
import { type Search, type Survey, search } from './search.ts';
import { tellSample } from './told.ts';
import { useSurvey } from './useSurvey.ts';

const START: Search = {
  truth: null,
  verdict: 'all',
  a: laneId(0),
  b: TEACHER,
  sort: 'number',
  largestFirst: true,
};

interface SampleFinderProps extends Pick<LookProps, 'lanes' | 'run' | 'step' | 'ask'> {
  readonly set: SampleSet;
  readonly changeSet: (set: SampleSet) => void;
  readonly chosen: number;
  readonly choose: (index: number) => void;
}

export function SampleFinder({ set, changeSet, chosen, choose, ...look }: SampleFinderProps) {
  const { lanes, run, ask } = look;
  const [asked, change] = useState(START);
  const desk = useDesk(run);
  const { survey, failure } = useSurvey(look, set);
  const wanted = fitting(asked, lanes);
  const within = useMemo(() => onlyIn(desk, set), [desk, set]);
  const found = useMemo(() => survey && search(survey, wanted, within), [survey, wanted, within]);
  const about = networksOf(wanted, lanes);
  return (
    <div className="finder">
      <SampleSearch {...{ set, changeSet, wanted, change, lanes }} classes={run.classes} />
      <OnlySubset run={run} set={set} />
      <SurveyNote survey={survey} failure={failure} run={run} found={found?.length ?? null} />
      {survey && found && (
        <SampleStrip
          {...{ run, ask, set, chosen, choose }}
          label={ts('strip')}
          indices={found}
          tell={(index) => tellSample(survey, index, about, run.classes)}
        />
      )}
    </div>
  );
}

/** Whether only the subset is shown, where there is one of this set. */
export function OnlySubset({ run, set }: { run: LookProps['run']; set: Survey['set'] }) {
  const { subset, only } = useDesk(run);
  if (!subset || subset.set !== set) return null;
  return (
    <SwitchField
      label={ts('only', { n: subset.indices.length })}
      hint={undefined}
      value={only}
      change={(value) => changeDesk(run, { only: value })}
    />
  );
}

/** A lane that is gone, with the numbers only it had, makes room for the first. */
function fitting(wanted: Search, lanes: LookProps['lanes']): Search {
  const there = (id: string) => lanes.some((lane) => lane.id === id);
  return there(wanted.a) && there(wanted.b) ? wanted : { ...START, truth: wanted.truth };
}

function networksOf({ verdict, a, b }: Search, lanes: LookProps['lanes']): LookProps['lanes'] {
  return lanes.filter(({ id }) => verdict !== 'all' && (id === a || (verdict === 'differ' && id === b)));
}
