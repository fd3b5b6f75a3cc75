import { dropPromiseTraces, dropVersionAliases } from '../../../automation/pulumi/lean';
import { deferModules } from '../../../automation/pulumi/defer-modules';
import Module from 'node:module';

type Args = Parameters<typeof dropVersionAliases>[0];
const dropped = (type: string, aliases: unknown[]) => dropVersionAliases({ type, name: 'n', props: {}, opts: { aliases } } as unknown as Args);

describe('the version aliases of azure-native', () => {
  it('are dropped, those that a program gives are kept', () => {
    const own = [{ name: 'old-name' }, { type: 'azure-native:storage/v20230101:X', parent: 'p' }, 'urn:pulumi:x'];
    const result = dropped('azure-native:storage:StorageAccount', [
      { type: 'azure-native:storage/v20230101:StorageAccount' },
      { type: 'azure-native:storage/v20240101:StorageAccount' },
      ...own,
    ]);
    expect(result).toMatchObject({ opts: { aliases: own } });
  });
  it('of other providers are not touched', () => {
    expect(dropped('databricks:index/cluster:Cluster', [{ type: 'azure-native:a:B' }])).toBeUndefined();
  });
});

describe('a promise that the SDK watches', () => {
  it('is still watched, without a stack trace; the limit is back afterwards', async () => {
    const seen: unknown[] = [];
    const module = {
      debuggablePromise: <T>(promise: Promise<T>, context: unknown): Promise<T> => {
        seen.push(context, new Error('here').stack);
        return promise;
      },
    };
    const limit = Error.stackTraceLimit;
    dropPromiseTraces(module);
    await expect(module.debuggablePromise(Promise.resolve(1), 'input')).resolves.toBe(1);
    expect(seen).toEqual(['input', 'Error: here']);
    expect(Error.stackTraceLimit).toBe(limit);
  });
  it('is watched by the function that is replaced: the pinned SDK has it', () => {
    expect(jest.requireActual('@pulumi/pulumi/runtime/debuggable')).toHaveProperty('debuggablePromise', expect.any(Function));
  });
});

describe('a deferred module', () => {
  it('is loaded by its first use and not before, and looks like itself through interop wrappers', () => {
    const loader = Module as unknown as { _load: (request: string, parent: unknown, isMain: boolean) => unknown };
    const original = loader._load;
    let loads = 0;
    loader._load = () => {
      loads += 1;
      return { parse: () => 'parsed' };
    };
    try {
      deferModules(['typescript']);
      const module = loader._load('typescript', undefined, false) as { parse: () => string; default: { parse: () => string }; __esModule: boolean };
      expect(module.__esModule).toBe(true);
      expect(loads).toBe(0);
      expect(module.parse()).toBe('parsed');
      expect(module.default.parse()).toBe('parsed');
      expect('parse' in module && Object.keys(module)).toEqual(['parse']);
      expect(loads).toBe(1);
      expect(loader._load('typescript', undefined, false)).toBe(module);
    } finally {
      loader._load = original;
    }
  });
});
