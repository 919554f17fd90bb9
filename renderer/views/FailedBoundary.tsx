// A bug on a screen must not leave a tired person before an empty window: it says that what was
// saved is safe, and starts the page anew at the same place.
import { Component, type ReactNode } from 'react';
import { english } from '../i18n/words.tsx';
import { Button } from '../ui/parts.tsx';
import type { Console } from '../console/console.ts';
import { networksNumber } from './numbers.ts';

export class FailedBoundary extends Component<
  { readonly console: Console | null; readonly children: ReactNode },
  { readonly failed: string | null }
> {
  override state = { failed: null };

  static getDerivedStateFromError(error: unknown) {
    return { failed: error instanceof Error ? error.name : 'Error' };
  }

  override render() {
    if (this.state.failed === null) return this.props.children;
    return (
      <main className="doors">
        <Known console={this.props.console} />
        <div className="panel" role="alert">
          <h1>{english.t('failed.title')}</h1>
          <p>{english.t('failed.text')}</p>
          <div className="line">
            <Button kind="go" autoFocus onPress={() => location.reload()}>
              {english.t('failed.again')}
            </Button>
          </div>
          <p className="muted small mono">{this.state.failed}</p>
        </div>
      </main>
    );
  }
}

/** What must be in sight on every screen, also on this one: is it real, whom to dial, who is here. */
function Known({ console }: { readonly console: Console | null }) {
  if (console === null) return null;
  const { t } = english;
  const snapshot = console.getSnapshot();
  return (
    <p className="line">
      <span className={`world ${snapshot.world}`}>
        {t(snapshot.world === 'live' ? 'strip.live' : 'strip.practice')}
      </span>
      <span className="muted">{t('strip.networks')}</span>
      <strong className="mono">{networksNumber(snapshot).number}</strong>
      <span className="muted">{snapshot.operator}</span>
    </p>
  );
}
