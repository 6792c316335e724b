// Which engine runs and why, and where WebGPU is to be had.
import type { EngineInfo } from '../contract/protocol.ts';
import { said, t } from './messages/messages.ts';

const WHERE = [
  'engine.where.chrome',
  'engine.where.linux',
  'engine.where.safari',
  'engine.where.firefox',
] as const;

export function EnginePanel({ info, close }: { info: EngineInfo; close: () => void }) {
  const gaps = { engine: t(`engine.${info.engine}`), adapter: info.adapter };
  const kind = info.engine !== 'webgpu' ? 'fallback' : info.software ? 'software' : 'hardware';
  return (
    <section className="panel engine-panel" aria-label={t('engine.details')}>
      <div className="panel-head">
        <h2>{t(`engine.${kind}.title`)}</h2>
        <button type="button" className="quiet" onClick={close}>
          {t('engine.close')}
        </button>
      </div>
      {info.why && <p className="why">{said(info.why)}</p>}
      <p>{t(`engine.${kind}.body`, gaps)}</p>
      {kind !== 'hardware' && (
        <details open={kind === 'fallback'}>
          <summary>{t('engine.where')}</summary>
          <ul>
            {WHERE.map((key) => (
              <li key={key}>{t(key)}</li>
            ))}
          </ul>
          <p>{t('engine.where.settings')}</p>
        </details>
      )}
    </section>
  );
}
