import { describe } from 'vitest';
import { MemoryDisk, MemoryStore } from '../support/memory-store.ts';
import { storeContract } from './store.contract.ts';
import { syncContract } from './sync.contract.ts';
import { Driver } from './driver.ts';

describe('the log in memory', () => {
  let count = 0;
  const fresh = () => {
    const disk = new MemoryDisk();
    count += 1;
    return Promise.resolve({
      driver: new Driver((name, tools) => new MemoryStore(disk, name, tools)),
      name: `memory-${count}`,
    });
  };
  storeContract(fresh);
  syncContract(fresh);
});
