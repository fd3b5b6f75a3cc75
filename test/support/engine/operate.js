// One operation on the real engine against the lab provider, from the built rooms. Used in-process and as the hx process that gets killed.
const path = require('node:path');
const { serveLab } = require('./lab-provider');

const root = path.join(__dirname, '../../..');
const automation = () => require(path.join(root, 'dist/automation'));

const programs = [
  { name: 'base', project: 'lab', module: path.join(__dirname, 'programs/base.js'), dependsOn: [], phase: 'infrastructure' },
  { name: 'dependent', project: 'lab-dependent', module: path.join(__dirname, 'programs/dependent.js'), dependsOn: ['base'], phase: 'infrastructure' },
];

const target = ({ env = 'dev', region = 'eastus', settings = {} } = {}) => ({
  env,
  region,
  name: `${env}-${region}`,
  isPrimary: true,

  isProtected: false,
  settings,
});

exports.programs = programs;
exports.target = target;

/** `scene`: {folder, kind, targets, programs?: names, confirm?, cancelled?, killed?, onEvent?, request?, environment?}. Gives {summary, events, lab}. */
exports.operate = async (scene) => {
  const { createOperationDeps, hxPaths, runOperation } = automation();
  const paths = hxPaths(root, path.join(scene.folder, 'home'), path.join(scene.folder, 'cache'));
  const binary = process.env.HX_TEST_ENGINE ?? '/tmp/hxc/engine/bin/pulumi';
  const deps = createOperationDeps({ paths, engine: async () => ({ binary, version: '3.259.0' }), environment: { ...process.env, ...scene.environment } });
  const served = await serveLab(path.join(scene.folder, 'lab'));
  const events = [];
  const request = {
    kind: scene.kind,
    targets: scene.targets ?? [target({ settings: scene.settings })],
    programs: programs.filter(({ name }) => (scene.programs ?? ['base']).includes(name)),
    cloud: 'local',
    parallel: 4,
    waitLockMs: 0,
    includeProtected: false,
    dryRun: false,
    ...scene.request,
  };
  const ports = {
    emit: (event) => {
      events.push(event);
      scene.onEvent?.(event);
    },
    confirm: scene.confirm ?? (async () => 'approved'),
    startCloud: async () => ({
      environment: { PULUMI_DEBUG_PROVIDERS: `lab:${served.port}`, PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true' },
      find: scene.find,
      stop: async () => undefined,
    }),
    startPolicies: () =>
      require(path.join(root, 'dist/policy')).startPack({ environments: path.join(scene.folder, 'none'), exemptions: path.join(scene.folder, 'none') }),
    cancelled: scene.cancelled ?? new AbortController().signal,
    ...(scene.killed ? { killed: scene.killed } : {}),
  };
  try {
    const summary = await runOperation(request, ports, deps);
    return { summary, events, lab: served.lab, paths, deps, request };
  } finally {
    served.stop();
  }
};

if (require.main === module) {
  const scene = JSON.parse(process.argv[2] ?? '{}');
  exports.operate({ ...scene, onEvent: (event) => process.stdout.write(`${JSON.stringify(event)}\n`) }).then(
    ({ summary }) => process.exit(summary.exitCode),
    (error) => {
      process.stderr.write(`${error.stack}\n`);
      process.exit(255);
    },
  );
}
