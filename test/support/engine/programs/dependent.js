// Downstream program of the engine tests: one resource whose value is base's output.
const { Thing } = require('./base');

exports.program = async ({ env, region, upstream }) => {
  const thing = new Thing('dependent', { name: `dependent-${env}-${region}`, value: upstream.base?.value ?? 'not known yet' });
  return { dependentEndpoint: thing.endpoint };
};
