// The kernels of a lane, to be read: the WGSL that runs and, beside it, the reference it is held to.
import { useEffect, useState } from 'react';
import type { LaneId } from '../../contract/protocol.ts';
import type { KernelSource } from '../../contract/questions.ts';
import { useActions, useApp } from '../context.ts';
import { Dialog } from '../Dialog.tsx';
import { copyText } from '../download.ts';
import { tl } from '../messages/loss.ts';
import { CodeField } from './CodeField.tsx';
import type { CodeLanguage } from './code-looks.ts';
import './loss-editor.css';

export function KernelView({ lane, name, close }: { lane: LaneId; name: string; close: () => void }) {
  const { ask } = useActions();
  const [kernels, setKernels] = useState<readonly KernelSource[] | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => {
    ask('kernels', { lane }).then(
      (answer) => setKernels(answer.kernels),
      (error: Error) => setFailure(error.message),
    );
  }, [ask, lane]);
  return (
    <Dialog title={tl('kernels.title', { name })} close={close} className="kernel-view">
      {failure && <p role="alert">{tl('failed', { reason: failure })}</p>}
      {!kernels && !failure && <p className="loading">{tl('kernels.loading')}</p>}
      {kernels && <Kernels kernels={kernels} />}
    </Dialog>
  );
}

function Kernels({ kernels }: { kernels: readonly KernelSource[] }) {
  const webgpu = useApp((state) => state.run.info?.engine === 'webgpu');
  const [wanted, setWanted] = useState('');
  const kernel = kernels.find(({ name }) => name === wanted) ?? kernels[0];
  if (!kernel) return null;
  const options = (ofLoss: boolean) =>
    kernels
      .filter((one) => one.ofLoss === ofLoss)
      .map(({ name }) => (
        <option key={name} value={name}>
          {name}
        </option>
      ));
  const all = kernels.some(({ ofLoss }) => !ofLoss);
  return (
    <>
      <label className="field kernel-choice">
        <span className="field-head">{tl('kernels.choose')}</span>
        <select className="input" value={kernel.name} onChange={(event) => setWanted(event.target.value)}>
          <optgroup label={tl('kernels.ofLoss')}>{options(true)}</optgroup>
          {all && <optgroup label={tl('kernels.ofStep')}>{options(false)}</optgroup>}
        </select>
      </label>
      <p className="fineprint">
        {!webgpu && `${tl('kernels.elsewhere')} `}
        {kernel.dispatches !== null && `${tl('kernels.dispatches', { n: kernel.dispatches })} `}
        {tl('kernels.explain')} {!all && tl('kernels.more')}
      </p>
      <div className="kernel-pair">
        <Source title={tl('kernels.shader', { name: kernel.name })} text={kernel.shader} language="wgsl" />
        <Source
          title={tl('kernels.reference', { file: kernel.file })}
          text={kernel.reference}
          language="typescript"
        />
      </div>
    </>
  );
}

function Source({ title, text, language }: { title: string; text: string; language: CodeLanguage }) {
  const [told, setTold] = useState('');
  return (
    <section className="kernel-source" aria-label={title}>
      <div className="kernel-head">
        <h3>{title}</h3>
        <span className="fineprint" role="status">
          {told}
        </span>
        <button
          type="button"
          aria-label={`${tl('copy')}: ${title}`}
          onClick={async () => setTold(tl((await copyText(text)) ? 'copied' : 'copyFailed'))}
        >
          {tl('copy')}
        </button>
      </div>
      <CodeField key={title} label={title} language={language} value={text} />
    </section>
  );
}
