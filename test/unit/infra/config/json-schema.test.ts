import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentJsonSchema } from '../../../../infra/config/json-schema';
import { shipped, shippedFolder } from '../environment-files';

const text = readFileSync(join(shippedFolder, 'environment.schema.json'), 'utf8');

test('the schema that editors read is that which hx validates with (else: node scripts/environment-schema.mjs)', () => {
  expect(text).toBe(environmentJsonSchema());
});

test('every shipped environment points its editor at the schema', () => {
  for (const name of ['dev', 'staging', 'prod']) expect(shipped(name).split('\n')[0]).toBe('# yaml-language-server: $schema=./environment.schema.json');
});

test('every top-level field is there, and unknown ones are refused', () => {
  const schema = JSON.parse(text) as { properties: Record<string, unknown>; additionalProperties: boolean; required: string[] };
  expect(schema.additionalProperties).toBe(false);
  expect(Object.keys(schema.properties)).toEqual(expect.arrayContaining(['environment', 'regions', 'waves', 'databricks', 'network', 'state']));
  expect(schema.required).not.toContain('project');
});
