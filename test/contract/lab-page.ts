// The real store inside a real page, driven from the test.
import { DexieStore } from '../../renderer/store/dexie-store.ts';
import { Driver } from './driver.ts';

declare global {
  interface Window {
    storeLab: Driver;
  }
}

window.storeLab = new Driver(
  (name, tools, deadlineMs) =>
    new DexieStore({ name, tools, ...(deadlineMs === undefined ? {} : { deadlineMs }) }),
);
