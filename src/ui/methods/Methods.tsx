// All methods, each under the experiment that shows it: what it does, its loss, where it comes from, what differs here.
import type { MethodCard } from '../../contract/cards.ts';
import { PRESETS } from '../../contract/presets.ts';
import { readLink } from '../../state/link.ts';
import { claimsOf } from '../../state/studies.ts';
import { useApp } from '../context.ts';
import { Formula } from '../explain/Formula.tsx';
import { t, words } from '../messages/messages.ts';
import { tm } from '../messages/methods.ts';
import { Scroll } from '../Scroll.tsx';
import { useStudies } from '../studies/useStudies.ts';
import { Verdicts } from '../studies/Verdicts.tsx';

export function Methods() {
  const methods = useApp((state) => state.run.cards?.methods) ?? [];
  const studies = useStudies() ?? [];
  const groups = PRESETS.map((preset) => ({
    preset,
    own: methods.filter((method) => presetOf(method) === preset.id),
  })).filter(({ own }) => own.length > 0);
  return (
    <>
      <p className="explain-note">{tm('explain')}</p>
      {groups.map(({ preset, own }) => (
        <section key={preset.id} className="methods">
          <h3>{words(preset.title)}</h3>
          <p className="fineprint">{words(preset.plain)}</p>
          {own.map((method) => (
            <Method key={method.id} method={method} claims={claimsOf(method.id, studies, words)} />
          ))}
        </section>
      ))}
    </>
  );
}

function presetOf({ experiment }: MethodCard): string | null {
  const linked = readLink(experiment);
  return linked.ok ? linked.value.preset.id : null;
}

interface MethodProps {
  readonly method: MethodCard;
  /** What studies over several seeds found of it. */
  readonly claims: ReturnType<typeof claimsOf>;
}

function Method({ method, claims }: MethodProps) {
  const { title, plain, cite, formula, terms, needsTeacher, usesPool, note, experiment } = method;
  const label = tm('formula', { name: words(title) });
  return (
    <details className="part">
      <summary>
        <h4>{words(title)}</h4>
      </summary>
      <div className="part-body">
        <p>{words(plain)}</p>
        <Scroll className="lane-formula" label={label}>
          <Formula tex={formula} label={label} />
        </Scroll>
        <p>
          {tm('terms', { terms: terms.join(', ') })}{' '}
          {tm(`${needsTeacher ? 'teacher' : 'alone'}${usesPool ? 'Pool' : ''}`)}
        </p>
        <p className="cite">
          {t('lane.cite')} {cite}
        </p>
        <p className="explain-note">
          <strong>{t('lane.note')}:</strong> {words(note)}
        </p>
        {claims.length > 0 && <Verdicts claims={claims} />}
        <p>
          <a href={`#${experiment}`}>{tm('open')}</a>
        </p>
      </div>
    </details>
  );
}
