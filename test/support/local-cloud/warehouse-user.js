// Opens a warehouse, tells its variables in a line on stdout, and stops it when stdin ends. Loads the TypeScript sources.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { transformSync } = require('@swc/core');

require.extensions['.ts'] = (module, file) =>
  module._compile(
    transformSync(readFileSync(file, 'utf8'), { filename: file, cwd: join(__dirname, '..', '..', '..'), swcrc: true, sourceMaps: false }).code,
    file,
  );

const { openWarehouse } = require('../../../localcloud/warehouse/index.ts');

const [folder, python, database] = process.argv.slice(2);

void openWarehouse({ folder, python, database }).then((session) => {
  process.stdout.write(`${JSON.stringify(session.environment)}\n`);
  process.stdin.on('end', () => void session.stop()).resume();
});
