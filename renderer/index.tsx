import './trusted-types.ts';
import './ui/fonts.css';
import './ui/tokens.css';
import './ui/base.css';
import './ui/kit.css';
import './ui/frame.css';
import './ui/warnings.css';
import './ui/modes.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { must } from '../shared/lib/check.ts';
import { App, reopen } from './App.tsx';
import { connectHost } from './host/index.ts';
import { applyTheme } from './views/theme.ts';

applyTheme();
// What a browser keeps for its own sake only, it throws away when the disk gets full.
void navigator.storage?.persist?.().catch(() => undefined);
const bridge = connectHost();
const telling = bridge.hello({});
const reopened = await reopen(bridge, telling);
const hello = await telling;
createRoot(must(document.getElementById('root'), 'index.html has a root')).render(
  <StrictMode>
    <App bridge={bridge} hello={hello} reopened={reopened} />
  </StrictMode>,
);
