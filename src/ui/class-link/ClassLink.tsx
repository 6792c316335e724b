// Makes a link for a class: parts hidden, a language chosen, and the same as a frame for another page.
import { useId, useState } from 'react';
import { LANGUAGES, type Language } from '../../state/language.ts';
import { PARTS, type Part, type View } from '../../state/view.ts';
import { useActions } from '../context.ts';
import { SelectField } from '../controls/SelectField.tsx';
import { Dialog } from '../Dialog.tsx';
import { copyText } from '../download.ts';
import { tc } from '../messages/class-link.ts';
import './class-link.css';

export function ClassLink({ close }: { close: () => void }) {
  const { link, store } = useActions();
  const [hide, setHide] = useState<readonly Part[]>(store.getState().view.hide);
  const [language, setLanguage] = useState<Language | null>(store.getState().view.language);
  const address = (view: View) => new URL(`#${link(view)}`, location.href).href;
  const toggle = (part: Part) =>
    setHide((now) => PARTS.filter((one) => (one === part ? !now.includes(one) : now.includes(one))));
  return (
    <Dialog title={tc('title')} close={close} className="class-link">
      <p className="plain">{tc('explain')}</p>
      <fieldset>
        <legend>{tc('hide')}</legend>
        {PARTS.map((part) => (
          <label key={part} className="check">
            <input type="checkbox" checked={hide.includes(part)} onChange={() => toggle(part)} />
            <span>{tc(`part.${part}`)}</span>
          </label>
        ))}
      </fieldset>
      <SelectField
        label={tc('language')}
        value={language ?? 'own'}
        options={[
          { value: 'own', label: tc('language.own') },
          ...LANGUAGES.map((one) => ({ value: one, label: tc(`language.${one}`) })),
        ]}
        onChange={(value) => setLanguage(LANGUAGES.find((one) => one === value) ?? null)}
      />
      <Copied label={tc('link')} text={address({ language, hide, embed: false })} copy={tc('copy.link')} />
      <h3>{tc('embed')}</h3>
      <p className="plain">{tc('embed.explain')}</p>
      <Copied
        label={tc('embed')}
        text={frame(address({ language, hide, embed: true }))}
        copy={tc('copy.embed')}
      />
    </Dialog>
  );
}

/** A text to copy, and to read where copying is not allowed. */
function Copied({ label, text, copy }: { label: string; text: string; copy: string }) {
  const [told, setTold] = useState('');
  const id = useId();
  return (
    <div className="copied">
      <label htmlFor={id}>{label}</label>
      <textarea id={id} className="input" readOnly rows={3} value={text} />
      <div className="buttons">
        <button
          type="button"
          onClick={async () => setTold(tc((await copyText(text)) ? 'copied' : 'copy.failed'))}
        >
          {copy}
        </button>
        <span role="status">{told}</span>
      </div>
    </div>
  );
}

const frame = (address: string): string =>
  `<iframe src="${address.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}" title="Stillroom" width="100%" height="900" loading="lazy" allow="clipboard-write"></iframe>`;
