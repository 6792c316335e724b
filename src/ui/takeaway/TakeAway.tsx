// "Take it with you": results, weights and a script for PyTorch, made when asked for.
import { useState } from 'react';
import { TEACHER } from '../../contract/protocol.ts';
import { seedsOf } from '../../state/takeaway/results.ts';
import { useActions, useApp } from '../context.ts';
import { NumberField } from '../controls/NumberField.tsx';
import { SelectField } from '../controls/SelectField.tsx';
import { Dialog } from '../Dialog.tsx';
import { download } from '../download.ts';
import { useLaneViews } from '../lane-hooks.ts';
import { tt } from '../messages/takeaway.ts';
import { Bring } from './Bring.tsx';
import { type Made, makePyTorch, makeResults, makeWeights, type WeightFormat } from './make.ts';
import './takeaway.css';

const RESULTS = ['evaluations', 'series', 'json'] as const;
const FORMATS: readonly WeightFormat[] = ['safetensors', 'onnx', 'layers'];

export function TakeAway({ close }: { close: () => void }) {
  const app = useActions();
  const run = useApp((state) => state.run.run);
  const views = useLaneViews();
  const [told, setTold] = useState('');
  const [lane, setLane] = useState(TEACHER);
  const [seed, setSeed] = useState<number | null>(null);
  const [steps, setSteps] = useState<number | null>(null);

  const make = (name: string, work: () => Promise<Made>) => {
    setTold(tt('working', { name }));
    work().then(
      (made) => {
        download(made.content, made.name, made.type);
        setTold(tt('done', { name: made.name }));
      },
      (error: Error) => setTold(tt('failed', { name, reason: error.message })),
    );
  };

  if (!run)
    return (
      <Dialog title={tt('title')} close={close} className="takeaway">
        <p>{tt('no.run')}</p>
      </Dialog>
    );
  const seeds = lane === TEACHER ? [run.setup.seed] : seedsOf(run);
  const chosen = seeds.find((one) => one === seed) ?? run.setup.seed;
  const taken = Math.min(steps ?? 1000, run.totalSteps);
  return (
    <Dialog title={tt('title')} close={close} className="takeaway">
      <p className="plain">{tt('explain')}</p>
      <h3>{tt('results')}</h3>
      <p className="plain">{tt('results.explain')}</p>
      <div className="buttons">
        {RESULTS.map((kind) => (
          <button
            key={kind}
            type="button"
            onClick={() => make(tt(kind), () => makeResults(app, views, kind))}
          >
            {tt(kind)}
          </button>
        ))}
      </div>
      <h3>{tt('weights')}</h3>
      <p className="plain">{tt('weights.explain')}</p>
      <div className="choices">
        <SelectField
          label={tt('network')}
          value={lane}
          options={views.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={setLane}
        />
        <SelectField
          label={tt('seed')}
          value={String(chosen)}
          options={seeds.map((one) => ({ value: String(one), label: String(one) }))}
          onChange={(value) => setSeed(Number(value))}
        />
      </div>
      <div className="buttons">
        {FORMATS.map((format) => (
          <button
            key={format}
            type="button"
            onClick={() => make(tt(format), () => makeWeights(app, lane, chosen, format))}
          >
            {tt(format)}
          </button>
        ))}
      </div>
      <h3>{tt('pytorch')}</h3>
      <p className="plain">{tt('pytorch.explain')}</p>
      <div className="choices">
        <NumberField
          whole
          label={tt('steps')}
          value={taken}
          onChange={(value) => {
            if (value < 1 || value > run.totalSteps)
              return [tt('steps.range', { most: run.totalSteps, value })];
            setSteps(value);
            return [];
          }}
        />
      </div>
      <div className="buttons">
        <button type="button" onClick={() => make(tt('pytorch'), () => makePyTorch(app, views, taken))}>
          {tt('pytorch.make')}
        </button>
      </div>
      <p className="fineprint" role="status">
        {told}
      </p>
      <Bring />
    </Dialog>
  );
}
