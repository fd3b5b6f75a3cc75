import { readVariables, unknownVariables } from '../../../cli/environment';
import { wantsColour } from '../../../cli/render/style';
import { isCiRun } from '../../../cli/io';

describe('environment variables', () => {
  test('that are not declared are not seen, empty ones count as absent', () => {
    expect(readVariables({ HX_CLOUD: 'local', HX_HOME: '', SECRET_OF_OTHERS: 'x' })).toEqual({ HX_CLOUD: 'local' });
  });

  test('that look like ours and are not are named', () => {
    expect(unknownVariables({ HX_CLUOD: 'local', HX_HOME: 'x', PATH: 'y' })).toEqual(['HX_CLUOD']);
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
