import fc from 'fast-check';
import { editDistance, formatProblem, nearest, quoted } from '../../../../infra/config/problems';

test.each([
  ['kitten', 'sitting', 3],
  ['eastsu', 'eastus', 1],
  ['', 'abc', 3],
  ['same', 'same', 0],
])('the distance of %s and %s is %i', (a, b, distance) => {
  expect(editDistance(a, b)).toBe(distance);
  expect(editDistance(b, a)).toBe(distance);
});

test('distances are symmetric, and zero for equal words alone', () => {
  const word = fc.string({ maxLength: 12 });
  fc.assert(fc.property(word, word, (a, b) => expect(editDistance(a, b)).toBe(editDistance(b, a))));
  fc.assert(fc.property(word, word, (a, b) => expect(editDistance(a, b) === 0).toBe(a === b)));
});

test('the nearest candidate is found through typing errors, and none where all are far', () => {
  expect(nearest('prdo', ['dev', 'staging', 'prod'])).toBe('prod');
  expect(nearest('EASTUS', ['eastus', 'westus'])).toBe('eastus');
  expect(nearest('xyzzy', ['dev', 'staging', 'prod'])).toBeUndefined();
  expect(nearest('x', [])).toBeUndefined();
});

test('a huge word costs no time', () => {
  expect(nearest('a'.repeat(1_000_000), ['dev', 'staging'])).toBeUndefined();
});

test('quoted text is short and steers no terminal', () => {
  expect(quoted('a\u001b[31mb\r\n')).toBe('"a\ufffd[31mb\ufffd\ufffd"');
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      expect(quoted(text).length).toBeLessThanOrEqual(62);
      expect(quoted(text)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
    }),
  );
});

test('a problem reads file:line:column: path: message (suggestion)', () => {
  const problem = { file: 'infra/environments/dev.yaml', line: 3, column: 5, path: 'regions.eastus', message: 'is wrong' };
  expect(formatProblem({ ...problem, suggestion: 'write it right' })).toBe('infra/environments/dev.yaml:3:5: regions.eastus: is wrong (write it right)');
  expect(formatProblem({ ...problem, path: '' })).toBe('infra/environments/dev.yaml:3:5: is wrong');
});
