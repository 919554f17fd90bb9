import type { Host } from '../../shared/bridge.ts';
import { electronBridge } from './electron.ts';
import { webBridge } from './web.ts';

/** The desktop program's bridge where there is one, else what a browser can do. */
export function connectHost(): Host {
  return electronBridge() ?? webBridge();
}
