import type { Bridge } from '../../shared/bridge.ts';

/** What the preload exposed; undefined in a browser. */
export function electronBridge(): Bridge | undefined {
  return (window as { backstop?: Bridge }).backstop;
}
