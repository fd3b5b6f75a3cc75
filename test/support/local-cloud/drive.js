// Runs one operation of a small program on the real engine, in a process of its own. The program is data: a list of resources.
// A string "${name.property}" is an output of an earlier resource; { $secret: value } is a secret; { $text: … } an asset.
const { existsSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const automation = require('@pulumi/pulumi/automation');
const pulumi = require('@pulumi/pulumi');

const request = JSON.parse(process.argv[2]);

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

async function program() {
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

async function main() {
  const events = [];
  const stack = await automation.LocalWorkspace.createOrSelectStack(
    { projectName: 'lab', stackName: 'test', program },
    { workDir: request.folder, envVars: request.environment, projectSettings: { name: 'lab', runtime: 'nodejs', backend: { url: `file://${request.folder}` } } },
  );
  const answer = { events, failed: undefined, outputs: {}, state: undefined };
  try {
    const output = [];
    const options = { onEvent: (event) => events.push(event), onOutput: (text) => output.push(text), ...request.options };
    answer.output = output;
    const result = await stack[request.operation](options);
    answer.outputs = result.outputs ?? {};
  } catch (error) {
    answer.failed = error.message;
  }
  // The state file, as it lies there: secrets are encrypted.
  const file = join(request.folder, '.pulumi', 'stacks', 'lab', 'test.json');
  if (request.operation !== 'preview' && existsSync(file)) answer.state = JSON.parse(readFileSync(file, 'utf8')).checkpoint.latest;
  process.stdout.write(JSON.stringify(answer));
}

main().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
