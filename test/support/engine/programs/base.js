// Upstream program of the engine tests: lab resources as `settings.resources` lists them.
const pulumi = require('@pulumi/pulumi');

class Thing extends pulumi.CustomResource {
  constructor(name, args, options) {
    super('lab:index:Thing', name, { endpoint: undefined, ...args }, options);
  }
}
exports.Thing = Thing;

exports.program = async ({ settings }) => {
  const things = Object.entries(settings.resources ?? {}).map(
    ([name, { protect, ...args }]) => new Thing(name, { name, ...args }, { protect: protect ?? false }),
  );
  return {
    names: things.map((thing) => thing.name ?? '').length,
    value: settings.value ?? 'none',
    endpoint: things[0]?.endpoint ?? 'none',
    password: pulumi.secret(settings.password ?? 'canary-password'),
  };
};
