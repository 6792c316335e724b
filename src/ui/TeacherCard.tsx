// The teacher's lane: how good it is, and where its weights come from.
import type { LoadedRun } from '../contract/protocol.ts';
import type { LaneView } from '../state/lane-view.ts';
import { TEACHER_COLOR } from '../state/views.ts';
import { Confusion } from './Confusion.tsx';
import { Swatch } from './charts/Swatch.tsx';
import { useApp } from './context.ts';
import { LayerTable } from './LaneDetails.tsx';
import { Accuracy, Readouts, Stopped } from './LaneReadouts.tsx';
import { numbers, t } from './messages/messages.ts';

export function TeacherCard({ view }: { view: LaneView | null }) {
  const run = useApp((state) => state.run.run);
  const pretrained = run !== null && run.teacher.source !== 'train';
  return (
    <article className="lane lane-teacher" aria-label={t('lane.teacher')}>
      <header className="lane-head">
        <div className="lane-tools">
          <Swatch color={TEACHER_COLOR} dash="" />
        </div>
        <h3>{t('lane.teacher')}</h3>
      </header>
      <Accuracy view={view} alone={null} {...(pretrained && { from: t('lane.pretrained') })} />
      <Readouts view={view} teacher />
      <div className="lane-body">
        {view?.stopped && <Stopped reason={view.stopped} />}
        {run && <p className="lane-note">{origin(run)}</p>}
      </div>
      <details className="lane-details">
        <summary>{t('lane.details')}</summary>
        {run && <Confusion name={t('lane.teacher')} view={view} run={run} />}
        {run && <LayerTable size={run.teacher.size} />}
      </details>
    </article>
  );
}

/** Where its weights come from. */
function origin({ teacher: { trained, file }, teacherSteps }: LoadedRun): string {
  if (file !== undefined) return t('lane.imported', { file });
  if (!trained) return t('lane.trainedHere', { steps: numbers.integer(teacherSteps) });
  return t('lane.trainedBefore', {
    seed: String(trained.seed),
    steps: numbers.integer(trained.steps),
    accuracy: numbers.percent(trained.testAccuracy),
  });
}
