// Weights come back: a file of them teaches in place of the set-up's own teacher.
import { useRef, useState } from 'react';
import type { App } from '../../state/app.ts';
import { MAX_WEIGHTS } from '../../state/takeaway/safetensors.ts';
import { readTeacher } from '../../state/takeaway/teacher-file.ts';
import { useActions, useApp } from '../context.ts';
import { tt } from '../messages/takeaway.ts';

/** Characters of a file's name that are kept. */
const MAX_NAME = 100;

export function Bring() {
  const app = useActions();
  const teaching = useApp((state) => state.run.run?.teacher.file);
  const [told, setTold] = useState('');
  const input = useRef<HTMLInputElement>(null);

  const tell = (work: Promise<string | null>, done: string, failed: (reason: string) => string) =>
    work.then(
      (problem) => setTold(problem === null ? done : failed(problem)),
      (error: Error) => setTold(failed(error.message)),
    );
  const bring = (file: File) => {
    setTold('');
    const name = file.name.slice(0, MAX_NAME);
    void tell(bringTeacher(app, file, name), tt('teacher.done', { name }), (reason) =>
      tt('teacher.refused', { name, reason }),
    );
  };
  const takeBack = () => void tell(app.teach(null), tt('teacher.backDone'), (reason) => reason);

  return (
    <>
      <h3>{tt('teacher')}</h3>
      <p className="plain">{tt('teacher.explain')}</p>
      <div className="buttons">
        <button type="button" onClick={() => input.current?.click()}>
          {tt('teacher.bring')}
        </button>
        {teaching !== undefined && (
          <button type="button" onClick={takeBack}>
            {tt('teacher.back')}
          </button>
        )}
      </div>
      <input
        ref={input}
        type="file"
        accept=".safetensors"
        hidden
        aria-label={tt('teacher.bring')}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file) bring(file);
          event.target.value = '';
        }}
      />
      <p className="fineprint" role="status">
        {told}
      </p>
    </>
  );
}

/** Null when the run has begun anew with this teacher, else a sentence, and then nothing has changed. */
async function bringTeacher(app: App, file: File, name: string): Promise<string | null> {
  if (file.size > MAX_WEIGHTS) return tt('teacher.large', { size: file.size, most: MAX_WEIGHTS });
  const bytes = new Uint8Array(await file.arrayBuffer());
  const { cards } = app.store.getState().run;
  if (!cards) return tt('no.run');
  const read = readTeacher(bytes, await app.ask('parameters', {}), cards);
  return read.ok ? app.teach({ file: name, weights: read.weights }) : read.problem;
}
