// A bug on a screen must not leave a tired person before an empty window: it says that what was
// saved is safe, and starts the page anew at the same place.
import { Component, type ReactNode } from 'react';
import { english } from '../i18n/words.tsx';
import { Button } from '../ui/parts.tsx';

export class FailedBoundary extends Component<
  { readonly children: ReactNode },
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
