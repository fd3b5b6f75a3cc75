import fc from 'fast-check';
import { jsonLine } from '../../../cli/render/ndjson';

describe('a line of JSON', () => {
  test('is one line that parses back to what it was, whatever is in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (message) => {
        const text = jsonLine({ message });
        expect(text).not.toMatch(/[\r\n\u2028\u2029]/);
        expect(JSON.parse(text)).toEqual({ message });
      }),
    );
  });

  test.each(['##vso[task.setvariable variable=a]b', '##[error]x', '####vso[x', '\u001b[2J', '\u009b2J'])(
    'carries %j without a CI runner or a terminal obeying it',
    (message) => {
      const text = jsonLine({ message });
      expect(JSON.parse(text)).toEqual({ message });
      // oxlint-disable-next-line no-control-regex -- what must not be there
      expect(text).not.toMatch(/##(vso)?\[|[\u0000-\u001f\u007f-\u009f]/);
    },
  );
});
