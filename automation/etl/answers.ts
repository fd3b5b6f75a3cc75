// What each command of `python -m etl` answers, checked where it enters. The contract's words are in app/README.md; unknown keys are left out.
import { z } from 'zod';

const text = z.string();
const count = z.number().int().nonnegative();
const slot = z.enum(['blue', 'green']);

const file = z.object({ name: text, table: text, rows: count, bytes: count });
const loadedTable = z.object({
  table: text,
  files: z.record(text, text),
  bytes: count,
  read: count,
  inserted: count,
  updated: count,
  unchanged: count,
  quarantined: count,
  reasons: z.record(text, count),
  formulas: z.record(text, count),
});
const failedNode = z.object({ node: text, status: text, failingRows: count.nullable(), message: text });
const check = z.object({
  table: text,
  check: text,
  column: text.nullable(),
  score: z.number(),
  threshold: z.number(),
  passed: z.boolean(),
  gate: z.boolean(),
  rows: count,
  failingRows: count.nullable(),
  message: text,
  sampleKeys: z.array(text),
});
/** False with `error` where a gate failed: the results are complete. */
const gated = { ok: z.boolean(), error: z.object({ kind: text, message: text, suggestion: text.nullable() }).optional() };

export const answerSchemas = {
  generate: z.object({ folder: text, seed: z.number(), asOf: text, files: z.array(file) }),
  ingest: z.object({
    runId: text,
    schema: text,
    status: z.enum(['loaded', 'already_loaded']),
    rowsRead: count,
    durationSeconds: z.number(),
    rowsPerSecond: z.number().nullable(),
    peakMemoryBytes: count,
    tables: z.array(loadedTable),
  }),
  profiles: z.object({
    file: text,
    env: text,
    region: text,
    slot: z.enum(['blue', 'green', 'live']),
    adapter: z.enum(['postgres', 'databricks']),
    schema: text,
    /** For the other commands; none of them is secret. */
    variables: z.record(text, text),
  }),
  transform: z.object({
    ...gated,
    runId: text.optional(),
    selection: z.enum(['all', 'state:modified+']),
    reason: text.nullable(),
    counts: z.record(text, count),
    failures: z.array(failedNode),
    warnings: z.array(failedNode),
    manifest: text,
    runResults: text,
  }),
  quality: z.object({
    ...gated,
    runId: text,
    environment: text,
    schema: text,
    score: z.number(),
    passed: z.boolean(),
    failedGates: z.array(text),
    checks: z.array(check),
  }),
  slots: z.object({
    liveSchema: text,
    /** Null where nothing is live yet; then blue is idle. */
    live: slot.nullable(),
    idle: slot,
    views: count,
    /** Runs that each slot has loaded. */
    loads: z.object({ blue: count, green: count }),
    /** Differs as soon as anything is loaded into the slot, or copied over it. */
    states: z.object({ blue: text, green: text }),
  }),
  copy: z.object({
    from: text,
    to: text,
    status: z.enum(['copied', 'unchanged']),
    /** Why nothing was copied. */
    reason: text.nullable(),
    tables: z.array(z.object({ table: text, rows: count })),
  }),
  switch: z.object({
    liveSchema: text,
    slotSchema: text,
    live: slot,
    /** What was live before. */
    before: slot.nullable(),
    /** `refreshed`: the slot was live, and its views were not all there or not as its tables are. */
    status: z.enum(['switched', 'already_live', 'refreshed']),
    views: z.array(text),
    dropped: z.array(text),
    /** Runs that the slot before had loaded and this one has not; empty unless that was allowed. */
    missingLoads: z.array(text),
  }),
} as const;

export type EtlCommand = keyof typeof answerSchemas;
export type EtlAnswers = { readonly [Command in EtlCommand]: Readonly<z.infer<(typeof answerSchemas)[Command]>> };

/** On failure too: the line that every command ends with. */
export const envelope = z.object({
  version: z.literal(1),
  command: text,
  ok: z.boolean(),
  exitCode: z.number().int(),
  error: z.object({ kind: text, message: text, suggestion: text.nullable() }).optional(),
});
