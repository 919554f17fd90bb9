// axe in a world of its own: the page's policy forbids foreign scripts, as it should, and holds for
// the page's world only. So the very page that is shipped is examined, policy and all.
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import * as v from 'valibot';

const reportSchema = v.array(
  v.object({
    id: v.string(),
    impact: v.nullish(v.string()),
    help: v.string(),
    nodes: v.array(
      v.object({ target: v.array(v.unknown()), failureSummary: v.optional(v.string()) }),
    ),
  }),
);

/** Every violation of WCAG 2.2 A and AA and of axe's best practices, one line per element. */
export async function axeViolations(
  page: Page,
  options: { readonly within?: string; readonly withoutRules?: readonly string[] } = {},
): Promise<readonly string[]> {
  const devtools = await page.context().newCDPSession(page);
  try {
    const { frameTree } = await devtools.send('Page.getFrameTree');
    const { executionContextId } = await devtools.send('Page.createIsolatedWorld', {
      frameId: frameTree.frame.id,
      worldName: 'axe',
    });
    const evaluate = async (expression: string): Promise<unknown> => {
      const reply = await devtools.send('Runtime.evaluate', {
        expression,
        contextId: executionContextId,
        awaitPromise: true,
        returnByValue: true,
      });
      if (reply.exceptionDetails !== undefined) {
        throw new Error(reply.exceptionDetails.exception?.description ?? 'axe failed');
      }
      return reply.result.value;
    };
    const where = options.within === undefined ? 'document' : JSON.stringify(options.within);
    const how = JSON.stringify({
      resultTypes: ['violations'],
      rules: Object.fromEntries((options.withoutRules ?? []).map((id) => [id, { enabled: false }])),
    });
    await evaluate(`${axe.source}; undefined`);
    const report = await evaluate(`axe.run(${where}, ${how}).then((report) => report.violations)`);
    return v
      .parse(reportSchema, report)
      .flatMap(({ id, impact, help, nodes }) =>
        nodes.map(
          ({ target, failureSummary }) =>
            `${id} (${impact ?? 'minor'}): ${help} at ${JSON.stringify(target)} ${failureSummary ?? ''}`,
        ),
      );
  } finally {
    await devtools.detach();
  }
}
