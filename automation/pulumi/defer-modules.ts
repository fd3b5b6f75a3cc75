// Loads some modules only when they are first used. Knows nothing of what they are for.
import Module from 'node:module';

type Load = (request: string, parent: unknown, isMain: boolean) => unknown;

const deferred = (load: () => object): object => {
  let loaded: object | undefined;
  const real = (): object => (loaded ??= load());
  return new Proxy(Object.create(null) as object, {
    // Interop wrappers ask for this first and copy every property of what is not an ES module, which would load it.
    get: (_target, key) => (key === '__esModule' ? true : (Reflect.get(real(), key) ?? (key === 'default' ? real() : undefined))),
    has: (_target, key) => Reflect.has(real(), key),
    ownKeys: () => Reflect.ownKeys(real()),
    getOwnPropertyDescriptor: (_target, key) => {
      const descriptor = Reflect.getOwnPropertyDescriptor(real(), key);
      return descriptor === undefined ? undefined : { ...descriptor, configurable: true };
    },
  });
};

/** For modules that are objects, required by exactly these names from now on. */
export function deferModules(names: readonly string[]): void {
  const loader = Module as unknown as { _load: Load };
  const original = loader._load;
  const known = new Map<string, object>();
  loader._load = function load(request, parent, isMain) {
    if (!names.includes(request)) return original.call(loader, request, parent, isMain);
    const module = known.get(request) ?? deferred(() => original.call(loader, request, parent, isMain) as object);
    known.set(request, module);
    return module;
  };
}
