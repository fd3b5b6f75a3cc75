// Keeps out of the engine what hx's programs do not need: version aliases of azure-native and stack traces of every resource.
import type { ResourceTransformation } from '@pulumi/pulumi';

const isVersionAlias = (alias: unknown): boolean => {
  if (typeof alias !== 'object' || alias === null) return false;
  const { type, ...others } = alias as { readonly type?: unknown };
  return typeof type === 'string' && type.startsWith('azure-native:') && Object.keys(others).length === 0;
};

/**
 * Sound only where no state was written under a versioned type ("azure-native:storage/v20230101:StorageAccount"); hx's programs use the
 * unversioned ones. HX_KEEP_ALIASES=1 switches this off. Aliases that a program itself gives, by name or parent, stay.
 */
export const dropVersionAliases: ResourceTransformation = ({ type, props, opts }) => {
  if (!type.startsWith('azure-native:') || opts.aliases === undefined) return undefined;
  return { props, opts: { ...opts, aliases: opts.aliases.filter((alias) => !isVersionAlias(alias)) } };
};

/**
 * SDK 3.259 records where in the source each resource was made, with this machine's paths: half of a small resource's state, and the
 * file backend rewrites the state at every step.
 */
export function dropStackTraces(resource: object): void {
  Object.assign(resource, { stackTrace: () => [] });
}

/** The part of the SDK's `runtime/debuggable` that its declarations leave out. */
interface Debuggable {
  debuggablePromise: <T>(promise: Promise<T>, context: unknown) => Promise<T>;
}

const watchesPromises = (module: object): module is Debuggable => 'debuggablePromise' in module && typeof module.debuggablePromise === 'function';

/**
 * SDK 3.259 formats a stack trace for every promise that it watches, some forty a resource, to print it should one never settle: half of the
 * worker's time at 1,000 resources. Promises are still watched, without the trace; errors keep theirs. `module` is `runtime/debuggable`;
 * one of another shape stays as it is.
 */
export function dropPromiseTraces(module: object): void {
  if (!watchesPromises(module)) return;
  const watch = module.debuggablePromise;
  module.debuggablePromise = (promise, context) => {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    try {
      return watch(promise, context);
    } finally {
      Error.stackTraceLimit = limit;
    }
  };
}
