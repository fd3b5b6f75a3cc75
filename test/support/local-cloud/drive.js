// Runs operations of small programs on the real engine, in a process of its own, one after the other. The program is data: a list of resources.
// A string "${name.property}" is an output of an earlier resource; { $secret: value } is a secret; { $text: … } an asset.
const { existsSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const automation = require('@pulumi/pulumi/automation');
const pulumi = require('@pulumi/pulumi');

function resolve(value, made) {
  if (Array.isArray(value)) return value.map((item) => resolve(item, made));
  if (typeof value === 'string') {
    const reference = /^\$\{([\w-]+)\.(.+)\}$/.exec(value);
    return reference === null ? value : propertyOf(made[reference[1]], reference[2]);
  }
  if (typeof value !== 'object' || value === null) return value;
  if ('$secret' in value) return pulumi.secret(value.$secret);
  if ('$text' in value) return new pulumi.asset.StringAsset(value.$text);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(item, made)]));
}

function propertyOf(resource, path) {
  const [first, ...rest] = path.split('.');
  return rest.reduce((output, key) => output.apply((value) => value?.[key]), resource[first]);
}

async function program(request) {
  const made = {};
  for (const { type, name, properties = {}, outputs = [], options = {} } of request.resources) {
    const declared = Object.fromEntries(['name', ...outputs].map((output) => [output, undefined]));
    const { provider, ...plain } = options;
    const resolved = provider === undefined ? plain : { ...plain, provider: made[provider] };
    const args = { ...declared, ...resolve(properties, made) };
    made[name] = type.startsWith('pulumi:providers:')
      ? new pulumi.ProviderResource(type.split(':')[2], name, resolve(properties, made), resolved)
      : new pulumi.CustomResource(type, name, args, resolved);
  }
  const results = {};
  for (const [name, { token, args }] of Object.entries(request.invokes ?? {})) results[name] = pulumi.output(pulumi.runtime.invoke(token, args));
  return { ...resolve(request.exports ?? {}, made), ...results };
}

/** The calls that the Automation API makes around an operation only ask what the events and the state file tell already. */
function answered(args) {
  if (args[0] !== 'stack') return undefined;
  return { select: '', output: '{}', history: '[]' }[args[1]];
}

let command;
async function engine() {
  if (command !== undefined) return command;
  command = await automation.PulumiCommand.get({ skipVersionCheck: true });
  const run = command.run.bind(command);
  command.run = async (args, ...rest) => {
    const stdout = answered(args);
    return stdout === undefined ? run(args, ...rest) : { stdout, stderr: '', code: 0 };
  };
  return command;
}

async function operate(request) {
  const events = [];
  const file = join(request.folder, '.pulumi', 'stacks', 'lab', 'test.json');
  const args = { projectName: 'lab', stackName: 'test', program: () => program(request) };
  const settings = { name: 'lab', runtime: 'nodejs', backend: { url: `file://${request.folder}` } };
  const options = { workDir: request.folder, envVars: request.environment, projectSettings: settings, pulumiCommand: await engine() };
  const stack = await automation.LocalWorkspace[existsSync(file) ? 'selectStack' : 'createStack'](args, options);
  const answer = { events, outputs: {} };
  try {
    await stack[request.operation]({ onEvent: (event) => events.push(event), ...request.options });
  } catch (error) {
    answer.failed = error.message;
  }
  // The state file, as it lies there: secrets are encrypted.
  if (request.operation !== 'preview' && existsSync(file)) {
    answer.state = JSON.parse(readFileSync(file, 'utf8')).checkpoint.latest;
    answer.outputs = answer.state.resources?.find(({ type }) => type === 'pulumi:pulumi:Stack')?.outputs ?? {};
  }
  return answer;
}

process.on('message', (request) => {
  operate(request).then(
    (answer) => process.send({ answer }),
    (error) => process.send({ error: error.stack }),
  );
});
