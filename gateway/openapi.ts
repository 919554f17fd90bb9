// The description of every call, made from the same table and schemas that serve it.
import { toJsonSchema } from '@valibot/to-json-schema';
import type * as v from 'valibot';
import { gatewayCalls, refusals, refusalSchema, type Refusal } from '../shared/sync/calls.ts';
import { refusalWords, takenWords } from './refusal-words.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });

/** What an exchange takes although it looks wrong belongs to its answer. */
const exchanged = [
  'Done.',
  ...Object.values(takenWords).map(({ what, becomes }) => `${what}: ${becomes}`),
].join(' ');

/** A schema as OpenAPI 3.1 wants it: JSON Schema, whose dialect is said once for the whole page. */
function schemaOf(schema: v.GenericSchema, typeMode: 'input' | 'output'): object {
  const { $schema: _dialect, ...rest } = toJsonSchema(schema, {
    typeMode,
    target: 'draft-2020-12',
  });
  return rest;
}

export function openApi(version: string): object {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Backstop gateway',
      version,
      description:
        'What a console and its gateway say to each other. Every call may be repeated; an exchange that is refused has stored nothing.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }, { cookie: [] }],
    paths: Object.fromEntries(
      Object.entries(gatewayCalls).map(([name, row]) => [
        row.path,
        {
          [row.method.toLowerCase()]: {
            operationId: name,
            summary: row.what,
            description:
              row.roles === null ? 'Needs no token.' : `For the roles ${row.roles.join(', ')}.`,
            ...(row.roles === null ? { security: [] } : {}),
            ...(row.request === null
              ? {}
              : { requestBody: { required: true, ...json(schemaOf(row.request, 'input')) } }),
            responses: {
              200: {
                description: name === 'exchange' ? exchanged : 'Done.',
                ...json(schemaOf(row.reply, 'output')),
              },
              ...refusalReplies(),
            },
          },
        },
      ]),
    ),
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        cookie: { type: 'apiKey', in: 'cookie', name: 'backstop-device' },
      },
      schemas: { Refusal: schemaOf(refusalSchema, 'output') },
    },
  };
}

/** Reasons that share a status share a reply. */
function refusalReplies(): Record<string, object> {
  const byStatus = new Map<number, Refusal[]>();
  for (const [reason, status] of Object.entries(refusals) as [Refusal, number][])
    byStatus.set(status, [...(byStatus.get(status) ?? []), reason]);
  return Object.fromEntries(
    [...byStatus].map(([status, reasons]) => [
      String(status),
      {
        description: reasons.map((each) => `\`${each}\`: ${refusalWords[each].what}`).join(' '),
        ...(status === 429
          ? { headers: { 'retry-after': { description: 'Seconds.', schema: { type: 'integer' } } } }
          : {}),
        ...json({ $ref: '#/components/schemas/Refusal' }),
      },
    ]),
  );
}
