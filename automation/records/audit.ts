// The audit log: one hash-chained line an operation and stack, appended and flushed. Whoever cuts or edits it breaks the chain.
import { createHash } from 'node:crypto';
import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { HxError } from '../errors';
import { readIfThere } from '../files/durable';
import type { JsonObject } from '../json';
import type { HxPaths } from '../paths';
import { acquire } from '../lease/lease';
import type { HostFacts } from '../lease/owner';
import type { LeaseOwner } from './types';
import { setTimeout as delay } from 'node:timers/promises';

export interface AuditLine {
  readonly version: 1;
  readonly sequence: number;
  readonly time: string;
  /** `user@host`. */
  readonly who: string;
  readonly entry: JsonObject;
  /** Digest of the line before this one; zeros in the first. */
  readonly previous: string;
  /** sha256 of this line's JSON without `digest`. */
  readonly digest: string;
}

const fileOf = (paths: HxPaths): string => join(paths.audit, 'audit.ndjson');
const origin = '0'.repeat(64);
const digestOf = (line: Omit<AuditLine, 'digest'>): string => createHash('sha256').update(JSON.stringify(line)).digest('hex');

const lastLine = async (file: FileHandle): Promise<AuditLine | undefined> => {
  const { size } = await file.stat();
  const length = Math.min(size, 256 * 1024);
  const buffer = Buffer.alloc(length);
  await file.read(buffer, 0, length, size - length);
  const text = buffer.toString('utf8');
  if (text === '') return undefined;
  // A crash may have left part of a line: it was never acknowledged, and is cut.
  const end = text.lastIndexOf('\n') + 1;
  if (end < text.length) await file.truncate(size - Buffer.byteLength(text.slice(end)));
  const line = text.slice(0, end).trimEnd().split('\n').at(-1) ?? '';
  return line === '' ? undefined : (JSON.parse(line) as AuditLine);
};

/** Appends one line. Runs that append at the same moment take turns. */
export async function appendAudit(paths: HxPaths, entry: JsonObject, owner: LeaseOwner, facts: HostFacts, time: string): Promise<void> {
  await mkdir(paths.audit, { recursive: true });
  const turn = join(paths.audit, 'turn');
  let acquired = await acquire(turn, owner, facts);
  while (acquired.kind === 'held') {
    await delay(5);
    acquired = await acquire(turn, owner, facts);
  }
  try {
    const file = await open(fileOf(paths), 'a+', 0o600);
    try {
      const last = await lastLine(file);
      const line = {
        version: 1,
        sequence: (last?.sequence ?? 0) + 1,
        time,
        who: `${owner.user}@${owner.host}`,
        entry,
        previous: last?.digest ?? origin,
      } as const;
      await file.appendFile(`${JSON.stringify({ ...line, digest: digestOf(line) })}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
  } finally {
    await acquired.lease.release();
  }
}

/** All lines in order. Throws HxError `expectation` naming the first line that does not follow from the one before. */
export async function readAudit(paths: HxPaths): Promise<readonly AuditLine[]> {
  const content = await readIfThere(fileOf(paths));
  const lines: AuditLine[] = [];
  for (const text of content
    ?.toString('utf8')
    .split('\n')
    .filter((line) => line !== '') ?? []) {
    lines.push(checked(text, lines.at(-1), paths));
  }
  return lines;
}

const checked = (text: string, before: AuditLine | undefined, paths: HxPaths): AuditLine => {
  const broken = (why: string): HxError =>
    new HxError('expectation', `the audit log is broken at line ${(before?.sequence ?? 0) + 1} of ${fileOf(paths)}: ${why}`);
  let line: AuditLine;
  try {
    line = JSON.parse(text) as AuditLine;
  } catch {
    throw broken('it is not JSON');
  }
  const { digest, ...rest } = line;
  if (digestOf(rest) !== digest) throw broken('it was changed');
  if (line.previous !== (before?.digest ?? origin) || line.sequence !== (before?.sequence ?? 0) + 1) throw broken('a line before it is missing');
  return line;
};
