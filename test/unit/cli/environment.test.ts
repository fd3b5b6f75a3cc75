import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readVariables, unknownVariables } from '../../../cli/environment';
import { wantsColour } from '../../../cli/render/style';
import { isCiRun } from '../../../cli/io';
import { root } from '../../support/imports';

describe('environment variables', () => {
  test('that are not declared are not seen, empty ones count as absent', () => {
    expect(readVariables({ HX_CLOUD: 'local', HX_HOME: '', SECRET_OF_OTHERS: 'x' })).toEqual({ HX_CLOUD: 'local' });
  });

  test('that look like ours and are not are named', () => {
    expect(unknownVariables({ HX_CLUOD: 'local', HX_HOME: 'x', PATH: 'y' })).toEqual(['HX_CLUOD']);
  });

  test('that the page of the ETL names are known: setting one is no mistyping', () => {
    const named = [...readFileSync(join(root, 'app', 'README.md'), 'utf8').matchAll(/\bHX_[A-Z_]*[A-Z]\b/g)].map(([name]) => name);
    expect(new Set(named).size).toBeGreaterThan(10);
    expect(unknownVariables(Object.fromEntries(named.map((name) => [name, 'x'])))).toEqual([]);
  });

  test.each([
    [{}, true, false, true],
    [{}, false, false, false],
    [{}, true, true, false],
    [{ NO_COLOR: '1' }, true, false, false],
    [{ TERM: 'dumb' }, true, false, false],
    [{ CLICOLOR: '0' }, true, false, false],
    [{ CLICOLOR_FORCE: '1' }, false, false, true],
    [{ CLICOLOR_FORCE: '0' }, false, false, false],
    [{ CLICOLOR_FORCE: '1', NO_COLOR: '1' }, true, false, false],
    [{ CLICOLOR_FORCE: '1' }, true, true, false],
  ])('%j with a terminal %s and --no-color %s give colour %s', (variables, isTerminal, isOff, expected) => {
    expect(wantsColour(variables, isTerminal, isOff)).toBe(expected);
  });

  test.each([
    [{}, false],
    [{ CI: 'true' }, true],
    [{ CI: 'false' }, false],
    [{ CI: '0' }, false],
    [{ TF_BUILD: 'True' }, true],
    [{ GITHUB_ACTIONS: 'true' }, true],
  ])('%j is a CI run: %s', (variables, expected) => {
    expect(isCiRun(variables)).toBe(expected);
  });
});
