import 'server-only';
import { apiClassesSchema, apiErrorSchema, apiGradebookSchema } from '@dfm/contracts/class-api';
import { z } from 'zod';

/** The OpenAPI 3.1 description of the API. */
export function openApi(siteUrl: string): object {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Docker for ML: classes and grades',
      version: '1',
      description:
        'Reads what the owner of a token may read as staff. Tokens are made on the page of an account and work for a year.',
    },
    servers: [{ url: siteUrl }],
    security: [{ token: [] }],
    paths: {
      '/api/v1/classes': {
        get: {
          operationId: 'listClasses',
          summary: 'The classes whose grades you may read',
          responses: { '200': json('Classes'), '401': json('Error'), '429': json('Error') },
        },
      },
      '/api/v1/classes/{class}/gradebook': {
        get: {
          operationId: 'readGradebook',
          summary: 'All grades of a class',
          parameters: [
            { name: 'class', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } },
          ],
          responses: {
            '200': json('Gradebook'),
            '401': json('Error'),
            '403': json('Error'),
            '404': json('Error'),
            '429': json('Error'),
          },
        },
      },
    },
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: schemas(),
    },
  };
}

function json(schema: 'Classes' | 'Gradebook' | 'Error'): object {
  return {
    description: schema,
    content: { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } },
  };
}

function schemas(): object {
  const registry = z.registry<{ id: string }>();
  for (const schema of [apiClassesSchema, apiGradebookSchema, apiErrorSchema])
    registry.add(schema, { id: schema.meta()!.id! });
  return z.toJSONSchema(registry, { uri: (id) => `#/components/schemas/${id}` }).schemas;
}
