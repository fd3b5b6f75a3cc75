import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { partsOfId, scaffold } from '../../policy/scaffold';
import { compareIds, parityOf } from '../../policy/parity';
import { policies } from '../../policy/catalogue';
import { policiesPage } from '../../policy/page';
import { notPorted } from '../../policy/not-ported';

const catalogue = readFileSync(join(__dirname, '../../policy/catalogue.ts'), 'utf8');

describe('a new policy', () => {
  test.each([
    ['storage-soft-delete', { area: 'storage', topic: 'soft-delete' }],
    ['storage', undefined],
    ['Storage-x', undefined],
    ['storage-../x', undefined],
    ['storage-x/../../y', undefined],
    ['-x', undefined],
    [`a-${'x'.repeat(80)}`, undefined],
  ])('named %s has the parts %j', (id, parts) => {
    expect(partsOfId(id)).toEqual(parts);
  });

  test('becomes a file, a table of cases and a row in the list of its area', () => {
    const { files } = scaffold('storage-new-topic', {
      areaIndex: "// Header.\nimport { a } from './a';\n\nexport const storagePolicies = [\n  a,\n];\n",
      catalogue,
    });
    expect(Object.keys(files)).toEqual([
      'policy/policies/storage/new-topic.ts',
      'policy/policies/storage/index.ts',
      'test/policy/cases/storage-new-topic.yaml',
    ]);
    expect(files['policy/policies/storage/index.ts']).toBe(
      "// Header.\nimport { a } from './a';\nimport { storageNewTopic } from './new-topic';\n\nexport const storagePolicies = [\n  a, storageNewTopic];\n",
    );
  });

  test('of a new area brings the area and its row in the catalogue', () => {
    const { files } = scaffold('queues-encrypted', { areaIndex: undefined, catalogue });
    expect(files['policy/policies/queues/index.ts']).toContain('export const queuesPolicies = [queuesEncrypted];');
    expect(files['policy/catalogue.ts']).toMatch(/import \{ queuesPolicies \} from '.\/policies\/queues';[^]*\.\.\.queuesPolicies\];\n$/);
  });
});

describe('parity with checkov', () => {
  test('holds each check once: as a policy or as left out', () => {
    const ids = parityOf(policies).map(({ checkov }) => checkov);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    expect(Object.values(notPorted).filter((reason) => reason.length < 20)).toEqual([]);
  });

  test('is in the order of families and numbers', () => {
    expect(['CKV_AZURE_33', 'CKV2_AZURE_1', 'CKV_AZURE_3', 'CKV_SECRET_2'].toSorted(compareIds)).toEqual([
      'CKV2_AZURE_1',
      'CKV_AZURE_3',
      'CKV_AZURE_33',
      'CKV_SECRET_2',
    ]);
  });
});

test('the page of the policies is what the code says; node scripts/generate-docs.mjs writes it anew', () => {
  expect(readFileSync(join(__dirname, '../../docs/policies.md'), 'utf8')).toBe(policiesPage(policies));
});
