import { rows } from '../../../cli/commands';
import { candidates } from '../../../cli/completion/candidates';

const names = () =>
  Promise.resolve([
    { environment: 'dev', regions: ['eastus'] },
    { environment: 'prod', regions: ['eastus', 'westus2', 'northeurope'] },
  ]);
const values = async (...words: string[]): Promise<readonly string[]> => (await candidates(words, rows, names)).map(({ value }) => value);

describe('completion', () => {
  test('offers commands by their beginning, and never hidden ones', async () => {
    expect(await values('de')).toEqual(['deploy', 'destroy']);
    expect(await values('')).toContain('cloud');
    expect(await values('')).not.toContain('__complete');
  });

  test('offers what is below a word', async () => {
    expect(await values('config', '')).toEqual(['show', 'validate']);
  });

  test('offers environments after --env, also in a list, each once', async () => {
    expect(await values('up', '--env', '')).toEqual(['dev', 'prod']);
    expect(await values('up', '-e', 'p')).toEqual(['prod']);
    expect(await values('up', '--env', 'dev,')).toEqual(['dev,prod']);
    expect(await values('up', '--env=p')).toEqual(['--env=prod']);
  });

  test('offers the regions of the chosen environments', async () => {
    expect(await values('up', '--env', 'prod', '--region', 'w')).toEqual(['westus2']);
    expect(await values('up', '--env', 'dev', '--region', '')).toEqual(['eastus']);
    expect(await values('up', '--region', '')).toEqual(['eastus', 'westus2', 'northeurope']);
  });

  test('offers options that are not there yet, and those that may repeat', async () => {
    const offered = await values('up', '--yes', '--env', 'dev', '--');
    expect(offered).toContain('--dry-run');
    expect(offered).toContain('--env');
    expect(offered).not.toContain('--yes');
  });

  test('offers fixed values of options and arguments', async () => {
    expect(await values('up', '--cloud', '')).toEqual(['azure', 'local']);
    expect(await values('completion', '')).toEqual(['bash', 'zsh', 'fish', 'powershell']);
  });

  test('offers nothing for what it does not know', async () => {
    expect(await values('nonsense', '')).toEqual([]);
    expect(await values('up', '--wait-lock', '')).toEqual([]);
  });
});
