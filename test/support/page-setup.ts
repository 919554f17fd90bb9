// Once for all page tests: a fresh build, a browser, and the real gateway serving the one to the
// other on a free port.
import type { TestProject } from 'vitest/node';
import { sentenceFor, startGateway } from '../../gateway/index.ts';
import { ensureBrowser } from '../../tools/browser.ts';
import { ensureBuild } from '../../tools/build.ts';

declare module 'vitest' {
  interface ProvidedContext {
    gatewayAddress: string;
    browserPath: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (!(await ensureBuild())) throw new Error('The page tests need a build, and it failed.');
  const browser = await ensureBrowser((line) => process.stderr.write(`${line}\n`));
  if (!browser.ok) throw new Error(browser.error);
  const gateway = await startGateway({ port: 0 });
  if (!gateway.ok) throw new Error(sentenceFor(gateway.error));
  project.provide('gatewayAddress', gateway.value.address);
  project.provide('browserPath', browser.value);
  return () => gateway.value.close();
}
