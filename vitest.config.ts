import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

// Tiers by folder: rules and contract are pure and quick, a file on every core; shell and page use real
// parts and run one file at a time, because they share two cores and one port.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'rules',
          include: [
            'test/{shared,architecture,contract,main,gateway,renderer,simulation,tools}/**/*.test.{ts,tsx}',
          ],
          exclude: ['**/*.page.test.ts'],
          testTimeout: 20_000,
          maxWorkers: availableParallelism(),
          expect: { poll: { timeout: 10_000 } },
        },
      },
      {
        test: {
          name: 'page',
          include: ['test/{contract,e2e}/**/*.page.test.ts'],
          globalSetup: ['test/support/page-setup.ts'],
          testTimeout: 120_000,
          // A screen that comes late is not a wrong one.
          expect: { poll: { timeout: 30_000 } },
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'shell',
          include: ['test/e2e/**/*.shell.test.ts'],
          globalSetup: ['test/support/shell-setup.ts'],
          testTimeout: 180_000,
          expect: { poll: { timeout: 30_000 } },
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
