import fc from 'fast-check';
import type { Program, Target } from '../../../automation';
import { limiter, runGraph } from '../../../automation/run/pool';
import { inDependencyOrder, infrastructureOf, needsOf, unitsOf } from '../../../automation/run/schedule';

const program = (name: string, ...dependsOn: string[]): Program => ({ name, project: `p-${name}`, module: `/${name}`, dependsOn, phase: 'infrastructure' });
const target = (region: string): Target => ({
  env: 'prod',
  region,
  name: `prod-${region}`,
  isPrimary: false,
  isProtected: true,
  settings: {},
});
const programs = [program('lakehouse', 'platform'), program('images'), program('platform')];
const units = unitsOf([target('east'), target('west')], programs, 'local');
const named = (list: readonly { readonly name: string }[]): readonly string[] => list.map(({ name }) => name);

describe('the order of an operation', () => {
  it('puts every program after those it depends on', () => {
    expect(named(inDependencyOrder(programs))).toEqual(['platform', 'lakehouse', 'images']);
  });
  it('refuses cycles and unknown programs', () => {
    expect(() => inDependencyOrder([program('a', 'b'), program('b', 'a')])).toThrow('a → b → a');
    expect(() => inDependencyOrder([program('a', 'z')])).toThrow('depends on z');
  });
  it('takes what is there already as upstream, and runs none of it', () => {
    const images = program('images', 'platform');
    expect(() => inDependencyOrder([images])).toThrow('depends on platform');
    expect(named(inDependencyOrder([images], [program('platform'), program('lakehouse', 'platform')]))).toEqual(['images']);
    expect(named(unitsOf([target('east')], [images], 'local', [program('platform')]))).toEqual(['p-images/prod-east']);
    expect(() => inDependencyOrder([images], [program('lakehouse')])).toThrow('depends on platform');
  });
  it('leaves out what a delivery makes', () => {
    expect(named(infrastructureOf([program('platform'), { ...program('images'), phase: 'delivery' }]))).toEqual(['platform']);
  });
  it('needs upstream programs of the same target, downstream ones on destroy', () => {
    const [platform, lakehouse] = units;
    if (platform === undefined || lakehouse === undefined) throw new Error('no units');
    expect(named(needsOf(lakehouse, units, 'up'))).toEqual(['p-platform/prod-east']);
    expect(needsOf(platform, units, 'up')).toEqual([]);
    expect(named(needsOf(platform, units, 'destroy'))).toEqual(['p-lakehouse/prod-east']);
  });
});

describe('the pool', () => {
  const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it('never runs more at once than the limit, and everything in the end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 5 }), fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 20 }), async (limit, ticks) => {
        const run = limiter(limit);
        let [now, most, done] = [0, 0, 0];
        const settled = await Promise.allSettled(
          ticks.map((count, index) =>
            run(async () => {
              most = Math.max(most, ++now);
              for (let i = 0; i < count; i++) await tick();
              now -= 1;
              done += 1;
              if (index % 3 === 0) throw new Error('fails');
            }),
          ),
        );
        expect(settled).toHaveLength(ticks.length);
        expect(done).toBe(ticks.length);
        expect(most).toBeLessThanOrEqual(limit);
      }),
    );
  });

  it('runs each node of a random graph once, after all that it needs', async () => {
    const edges = fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(edges, async (pairs) => {
        const nodes = [0, 1, 2, 3, 4, 5, 6, 7];
        const needs = (node: number): readonly number[] => [...new Set(pairs.filter(([a, b]) => a === node && b < node).map(([, b]) => b))];
        const order: number[] = [];
        await runGraph<number, number>(nodes, needs, async (node, needed) => {
          expect(needed).toEqual(needs(node));
          for (const before of needs(node)) expect(order).toContain(before);
          order.push(node);
          return node;
        });
        expect([...order].sort((a, b) => a - b)).toEqual(nodes);
      }),
    );
  });
});
