import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineEvent } from '@pulumi/pulumi/automation';
import { hxPaths } from '../../../automation';
import { LostAnswers } from '../../../automation/pulumi/lost-answers';
import { fitsInto, lostCreatesPath, readLostCreates, stillLost, writeLostCreates, type RememberedCreate } from '../../../automation/state/lost-creates';

const urn = (name: string): string => `urn:pulumi:dev-eastus::lab::t:t:T::${name}`;
const special = '4dabf18193072939515e22adb298388d';
const secret = { [special]: '1b47061264138c4ac30d75fd1eb44270', ciphertext: '[secret]' };
const lost = (name: string, isReplacement = false): RememberedCreate => ({
  resource: { urn: urn(name), type: 't:t:T', custom: true, provider: `${urn('provider')}::1`, parent: urn('parent') },
  isReplacement,
  runId: 'run-1',
  since: '2026-01-01T00:00:00Z',
  until: '2026-01-01T00:01:00Z',
});

const failed = (name: string, op: string): EngineEvent =>
  ({
    resOpFailedEvent: {
      metadata: {
        op,
        urn: urn(name),
        type: 't:t:T',
        new: {
          urn: urn(name),
          type: 't:t:T',
          custom: true,
          id: '',
          parent: '',
          protect: true,
          inputs: { key: secret, list: [1] },
          outputs: {},
          provider: 'p::1',
        },
      },
    },
  }) as unknown as EngineEvent;
const said = (name: string, message: string): EngineEvent =>
  ({ diagnosticEvent: { urn: urn(name), severity: 'error', message, prefix: '', color: 'never' } }) as unknown as EngineEvent;

describe('creates without an answer', () => {
  it('are those whose call broke off, not the refused ones, nor updates and deletes', () => {
    const answers = new LostAnswers();
    const broken = 'error reading from server: EOF';
    for (const name of ['a', 'b', 'u', 'd']) answers.see(said(name, broken));
    answers.see(said('refused', 'Status=409 Code="Conflict" Message="no"'));
    for (const [name, op] of Object.entries({ a: 'create', b: 'create-replacement', u: 'update', d: 'delete', refused: 'create' }))
      answers.see(failed(name, op));
    expect(answers.creates().map(({ resource, isReplacement }) => [resource.urn, isReplacement])).toEqual([
      [urn('a'), false],
      [urn('b'), true],
    ]);
    // Masked values are secrets still when they go back into a state.
    const { ciphertext: _masked, ...mark } = secret;
    expect(answers.creates()[0]?.resource).toEqual({
      urn: urn('a'),
      type: 't:t:T',
      custom: true,
      protect: true,
      provider: 'p::1',
      inputs: { key: { ...mark, plaintext: '"[secret]"' }, list: [1] },
    });
  });

  it('are lost no longer once the state has them, but for replacements', () => {
    const deployment = {
      resources: [
        { urn: urn('a'), type: 't:t:T' },
        { urn: urn('b'), type: 't:t:T', delete: true },
      ],
    };
    expect(stillLost([lost('a'), lost('b'), lost('a', true), lost('c')], deployment).map(({ resource }) => resource.urn)).toEqual(['b', 'a', 'c'].map(urn));
  });

  it('fit into a state that has their parent and their provider', () => {
    const parent = { urn: urn('parent'), type: 't' };
    const provider = { urn: urn('provider'), type: 'pulumi:providers:t', id: '1' };
    const { resource } = lost('a');
    expect(fitsInto(resource, { resources: [parent, provider] })).toBe(true);
    expect(fitsInto(resource, { resources: [parent] })).toBe(false);
    expect(fitsInto(resource, { resources: [provider] })).toBe(false);
    expect(fitsInto(resource, { resources: [parent, { ...provider, id: '2' }] })).toBe(false);
  });

  it('are remembered in a file of their own, until there are none', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hx-lost-'));
    const paths = hxPaths('/project', folder, folder);
    const id = { cloud: 'local', project: 'lab', stack: 'dev-eastus' } as const;
    expect(await readLostCreates(paths, id)).toEqual([]);
    await writeLostCreates(paths, id, [lost('a')]);
    expect(await readLostCreates(paths, id)).toEqual([lost('a')]);
    await writeLostCreates(paths, id, []);
    expect(existsSync(lostCreatesPath(paths, id))).toBe(false);
    rmSync(folder, { recursive: true });
  });
});
