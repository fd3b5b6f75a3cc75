// What a preview makes of a lookup whose resource somebody deleted. An update still fails: by then the resource must be there.
import { output, runtime, unknown, type Output } from '@pulumi/pulumi';

const isGone = (error: unknown): boolean => error instanceof Error && /Status=404|ResourceNotFound|ResourceGroupNotFound/.test(error.message);

/** What was looked up; in a preview unknown where the cloud no longer has it, since the update that is previewed makes it again. */
export const unlessGone = (lookup: Promise<string>): Output<string> => {
  const found = lookup.catch((error: unknown): Output<string> => {
    if (runtime.isDryRun() && isGone(error)) return output(unknown).apply(String);
    throw error;
  });
  return output(found);
};
