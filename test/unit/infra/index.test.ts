import { execFileSync } from 'node:child_process';
import { isAbsolute, join, sep } from 'node:path';
import { loadAlerts, loadEnvironments, programs } from '../../../infra';
import { shippedFolder } from './environment-files';

test('programs stand in the order of their dependencies, each with a project and a compiled module', () => {
  expect(programs.map(({ name, project, dependsOn, phase }) => ({ name, project, dependsOn, phase }))).toEqual([
    { name: 'platform', project: 'hiscox-etl', dependsOn: [], phase: 'infrastructure' },
    { name: 'lakehouse', project: 'hiscox-etl-lakehouse', dependsOn: ['platform'], phase: 'infrastructure' },
    { name: 'images', project: 'hiscox-etl-images', dependsOn: ['platform'], phase: 'delivery' },
  ]);
  for (const [index, { name, module, dependsOn }] of programs.entries()) {
    expect(isAbsolute(module)).toBe(true);
    expect(module.endsWith(join('dist', 'infra', 'programs', `${name}.js`))).toBe(true);
    for (const needed of dependsOn) expect(programs.slice(0, index).map((program) => program.name)).toContain(needed);
  }
});

test('the door loads the environments and the alerts', async () => {
  expect(await loadEnvironments(shippedFolder)).toHaveProperty('environments');
  expect(await loadAlerts(join(shippedFolder, '..', '..', 'app', 'monitoring', 'alerts.yml'))).toHaveProperty('rules');
  expect(await loadAlerts('/nowhere.yml')).toMatchObject({ problems: [{ file: '/nowhere.yml', message: "can't be read: ENOENT" }] });
});

test('opening the door loads no Pulumi, no zod and no yaml', () => {
  const root = join(__dirname, '..', '..', '..');
  const script = `
    const { transformFileSync } = require('@swc/core');
    const { extensions } = { extensions: require('node:module')._extensions };
    extensions['.ts'] = (module, file) => module._compile(transformFileSync(file, { swcrc: true, cwd: ${JSON.stringify(root)} }).code, file);
    const { listTargetNames } = require('./infra/index.ts');
    listTargetNames('infra/environments');
    console.log(JSON.stringify(Object.keys(require.cache)));`;
  const modules = JSON.parse(execFileSync(process.execPath, ['-e', script], { cwd: root, encoding: 'utf8' })) as string[];
  expect(modules.some((file) => file.endsWith(join('infra', 'index.ts')))).toBe(true);
  for (const heavy of ['@pulumi', 'zod', 'yaml']) expect(modules.filter((file) => file.includes(`node_modules${sep}${heavy}${sep}`))).toEqual([]);
});
