import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readImage } from '../../../automation/scan';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hx-image-'));
  writeFileSync(join(folder, 'etl.tar'), '');
  mkdirSync(join(folder, 'oci'));
  writeFileSync(join(folder, 'oci', 'index.json'), '{}');
  mkdirSync(join(folder, 'app'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  ['etl-ingestion', 'etl-ingestion'],
  ['etl-ingestion:4f2c9d1', 'etl-ingestion'],
  ['hxdev.azurecr.io/etl/ingestion:1.0', 'etl/ingestion'],
  ['localhost:5000/etl', 'etl'],
  [`hxdev.azurecr.io/etl@sha256:${'0'.repeat(64)}`, 'etl'],
])('%s is a reference of the image %s', async (reference, name) => {
  await expect(readImage(reference, folder)).resolves.toEqual({ kind: 'reference', reference, name });
});

test.each([
  ['etl.tar', 'etl'],
  ['./oci', 'oci'],
  ['oci/', 'oci'],
])('%s is an archive named %s', async (text, name) => {
  await expect(readImage(text, folder)).resolves.toMatchObject({ kind: 'archive', name });
});

test.each([
  ['', /no image/],
  ['-v', /no image/],
  ['--config=/etc/passwd', /no image/],
  ['a\0b', /no image/],
  ['Upper/Case', /no reference/],
  ['a b', /no reference/],
  ['etl;rm', /no reference/],
  ['$(id)', /no reference/],
  ['etl:', /no reference/],
  ['etl@sha256:abc', /no reference/],
  ['x'.repeat(600), /no image/],
  ['./none', /There is no/],
  ['none.tar', /There is no/],
  ['app', /no index\.json/],
])('%j is refused', async (text, message) => {
  await expect(readImage(text, folder)).rejects.toMatchObject({ reason: 'usage', message: expect.stringMatching(message), suggestion: expect.any(String) });
});
