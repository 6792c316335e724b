// Keeps the failure of one part of the page from taking the rest with it.
import { Component, type ReactNode } from 'react';
import { t } from './messages/messages.ts';

export class Guard extends Component<{ children: ReactNode }, { reason: string | null }> {
  override state: { reason: string | null } = { reason: null };

  static getDerivedStateFromError(error: unknown) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }

  override render() {
    if (this.state.reason === null) return this.props.children;
    return (
      <div className="panel panel-warn" role="alert">
        <p>{t('look.failed', { reason: this.state.reason })}</p>
        <button type="button" onClick={() => this.setState({ reason: null })}>
          {t('look.retry')}
        </button>
      </div>
    );
  }
}
