// What app/ci.py says: a line of JSON at each check's start and end, and the whole result as its last line. Parsed here, judged there.
import { z } from 'zod';

/** In the order in which they run; app/ci.py declares them, and a test holds this list against it. */
export const appCheckNames = ['format', 'lint', 'types', 'dbt', 'unit', 'dependencies'] as const;
export type AppCheckName = (typeof appCheckNames)[number];

const check = z.object({
  name: z.enum(appCheckNames),
  /** "unavailable": could not be made, such as an audit whose database is out of reach. Never a pass. */
  status: z.enum(['passed', 'failed', 'unavailable']),
  seconds: z.number(),
  command: z.string(),
  /** File with everything that it printed. */
  log: z.string(),
  reason: z.string().nullable(),
});
export type AppCheck = z.infer<typeof check>;

const result = z.object({
  version: z.literal(1),
  ok: z.boolean(),
  exitCode: z.number(),
  checks: z.array(check),
  /** JUnit file of the unit tests; null where they were left out. */
  junit: z.string().nullable(),
  coverage: z.string().nullable(),
});
export type AppChecks = z.infer<typeof result>;

const event = z.discriminatedUnion('type', [
  z.object({ type: z.literal('check-started'), name: z.enum(appCheckNames) }),
  check.extend({ type: z.literal('check-finished') }),
]);
export type AppCheckEvent = z.infer<typeof event>;

const json = (line: string): unknown => {
  try {
    return line.startsWith('{') ? JSON.parse(line) : undefined;
  } catch {
    return undefined;
  }
};

/** Undefined where the line is something else: a tool's own words. */
export const readEvent = (line: string): AppCheckEvent | undefined => event.safeParse(json(line)).data;

/** From the last line of stdout; undefined where there is no result. */
export const readResult = (stdout: string): AppChecks | undefined => result.safeParse(json(stdout.trimEnd().split('\n').at(-1) ?? '')).data;
