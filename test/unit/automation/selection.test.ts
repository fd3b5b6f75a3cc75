import fc from 'fast-check';
import { HxError, editDistance, nearest, selectTargets, type Target } from '../../../automation';

const target = (env: string, region: string): Target => ({
  env,
  region,
  name: `${env}-${region}`,
  isPrimary: region === 'eastus',
  isProtected: env === 'prod',
  settings: {},
});
const all = [target('dev', 'eastus'), target('staging', 'eastus'), target('prod', 'eastus'), target('prod', 'westus2'), target('prod', 'northeurope')];
const names = (envs: readonly string[], regions: readonly string[] = [], isAll = false): readonly string[] =>
  selectTargets(all, { envs, regions, all: isAll }).map(({ name }) => name);
const refusal = (work: () => unknown): HxError => {
  try {
    work();
  } catch (error) {
    if (error instanceof HxError) return error;
    throw error;
  }
  throw new Error('it was not refused');
};

describe('the choice of targets', () => {
  it('takes all regions of an environment, or those that are named', () => {
    expect(names(['prod'])).toEqual(['prod-eastus', 'prod-westus2', 'prod-northeurope']);
    expect(names(['prod'], ['northeurope', 'westus2'])).toEqual(['prod-westus2', 'prod-northeurope']);
    expect(names(['dev', 'prod'], ['eastus'])).toEqual(['dev-eastus', 'prod-eastus']);
    expect(names([], [], true)).toHaveLength(5);
    expect(names([], ['westus2'], true)).toEqual(['prod-westus2']);
  });

  it.each([
    ['prdo', 'unknown environment "prdo"', '--env prod'],
    ['stagign', 'unknown environment "stagign"', '--env staging'],
    ['deve', 'unknown environment "deve"', '--env dev'],
    ['production', 'unknown environment "production"', '--env prod'],
    ['DEV', '"DEV" is not a legal environment', '--env dev'],
  ])('suggests the nearest environment for %s', (env, message, suggestion) => {
    const error = refusal(() => names([env]));
    expect(error).toMatchObject({ reason: 'usage', suggestion });
    expect(error.message).toContain(message);
    expect(error.message).toContain('dev, staging, prod');
  });

  it('knows only the regions of the chosen environments', () => {
    expect(refusal(() => names(['dev'], ['westus2'])).message).toBe('dev has no region "westus2": only prod has; regions of dev: eastus');
    expect(refusal(() => names(['dev'], ['xyz'])).message).toBe('unknown region "xyz"; known regions: eastus');
    expect(refusal(() => names(['prod'], ['westus'])).suggestion).toBe('--region westus2');
  });

  it.each(['qa', 'test', '../x', ''])('never puts another environment into the command for %j, which is near none', (env) => {
    expect(refusal(() => names([env])).suggestion).not.toContain('--env');
  });

  it('shows a name of any length in one line', () => {
    expect(refusal(() => names(['a'.repeat(100_000)])).message.length).toBeLessThan(300);
  });

  it('refuses an empty choice and a contradictory one', () => {
    expect(refusal(() => names([])).reason).toBe('usage');
    expect(refusal(() => names(['dev'], [], true)).message).toContain('exclude each other');
  });

  it.each(['../x', '$(id)', '-C', '--cwd=/tmp', '.', 'a/b', 'Prod', '__proto__', 'a'.repeat(32), 'x\ny', ''])('refuses %j as a name', (env) => {
    expect(refusal(() => names([env])).message).toContain('is not a legal environment');
  });

  it('gives only known targets, each once, whatever is asked', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom('dev', 'prod', 'staging'), fc.string())),
        fc.array(fc.constantFrom('eastus', 'westus2', 'x')),
        fc.boolean(),
        (envs, regions, isAll) => {
          try {
            const chosen = selectTargets(all, { envs, regions, all: isAll });
            expect(chosen.length).toBeGreaterThan(0);
            expect(new Set(chosen).size).toBe(chosen.length);
            for (const one of chosen) expect(isAll || envs.includes(one.env)).toBe(true);
          } catch (error) {
            if (!(error instanceof HxError) || error.reason !== 'usage') throw error;
          }
        },
      ),
    );
  });
});

describe('the edit distance', () => {
  it('is a metric as far as hx needs one', () => {
    const word = fc.string({ maxLength: 8 });
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, b) === 0).toBe(a === b);
        expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
    );
  });
  it.each([
    ['', 'abc', 3],
    ['kitten', 'sitting', 3],
    ['prdo', 'prod', 1],
    ['ab', 'ba', 1],
  ])('between %j and %j is %d', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
  });
  it('suggests nothing where nothing is near', () => {
    expect(nearest('zzzzzz', ['dev', 'prod'])).toBeUndefined();
    expect(nearest('', ['dev', 'prod'])).toBeUndefined();
    expect(nearest('--yes', ['--env', '--region'])).toBeUndefined();
  });
});
