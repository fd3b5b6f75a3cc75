// Writes infra/environments/environment.schema.json, which editors read, from the schema that hx validates with. Run after `npm run build`.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { environmentJsonSchema } = createRequire(import.meta.url)(join(root, 'dist/infra/config/json-schema.js'));
writeFileSync(join(root, 'infra/environments/environment.schema.json'), environmentJsonSchema());
