import fc from 'fast-check';
import { cut, cutStart, displayWidth, oneLine, padEnd, printable, withoutWorkflowCommands, wrap } from '../../../cli/render/text';

describe('printable text', () => {
  test.each([
    ['colours', '\u001b[31mred\u001b[0m', 'red'],
    ['a title that would rename the window', 'a\u001b]0;owned\u0007b', 'ab'],
    ['a hyperlink', '\u001b]8;;http://evil\u001b\\click\u001b]8;;\u001b\\', 'click'],
    ['an unfinished sequence', 'a\u001b]0;never ends', 'a'],
    ['a clear-screen', 'x\u001b[2J\u001b[Hy', 'xy'],
    ['eight-bit controls', 'a\u009b31mb\u0085c', 'abc'],
    ['marks that turn the direction', 'abc\u202edef\u2066ghi', 'abcdefghi'],
    ['a bell and a backspace', 'a\u0007b\u0008c', 'abc'],
    ['a carriage return that would overwrite', 'good\rbad', 'good\nbad'],
  ])('has no %s', (_name, text, expected) => {
    expect(printable(text)).toBe(expected);
  });

  test('never contains an escape or another control character, whatever comes in', () => {
    const nasty = fc.string({
      unit: fc.constantFrom('\u001b', '[', ']', '3', '1', 'm', ';', '\u0007', '\\', 'a', '\n', '\r', '\u009b', '\u0000', 'P', '?', 'h'),
    });
    fc.assert(
      fc.property(nasty, (text) => {
        // oxlint-disable-next-line no-control-regex -- what must not be there
        expect(printable(text)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
      }),
    );
  });

  test('is one line where one line is asked for', () => {
    expect(oneLine('a\n  b\r\nc')).toBe('a b c');
  });
});

describe('workflow commands', () => {
  test.each(['::set-output name=x::y', '  ::error::no', 'text ##vso[task.setvariable variable=a]b', '##[section]x', 'line\n::add-mask::x'])(
    'of %j are not obeyed any more',
    (text) => {
      const safe = withoutWorkflowCommands(text);
      expect(safe).not.toMatch(/^\s*::/m);
      expect(safe).not.toMatch(/##(vso)?\[/);
    },
  );

  test('leave URNs and other text as they are', () => {
    expect(withoutWorkflowCommands('urn:pulumi:dev::p::t::n ## x')).toBe('urn:pulumi:dev::p::t::n ## x');
  });
});

describe('width', () => {
  test.each([
    ['abc', 3],
    ['日本', 4],
    ['é', 1],
    ['e\u0301', 1],
    ['\u001b[31mred\u001b[39m', 3],
    ['✓ ok', 4],
  ])('of %j is %i', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });

  test('of a cut text never exceeds the room, and a text that fits is not touched', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 40 }), (raw, width) => {
        const text = printable(raw);
        expect(displayWidth(cut(text, width))).toBeLessThanOrEqual(width);
        expect(displayWidth(cutStart(text, width))).toBeLessThanOrEqual(width);
        expect(cut(text, width) === text).toBe(displayWidth(text) <= width);
      }),
    );
  });

  test('of a cut coloured text: the colour is closed again', () => {
    expect(cut('\u001b[31mabcdef\u001b[39m', 4)).toBe('\u001b[31mabc…\u001b[0m');
  });

  test('is filled up with spaces', () => {
    expect(padEnd('日', 4)).toBe('日  ');
  });

  test('wraps between words and leaves a long word whole', () => {
    expect(wrap('aa bb cc', 5)).toEqual(['aa bb', 'cc']);
    expect(wrap('abcdefgh ij', 4)).toEqual(['abcdefgh', 'ij']);
  });
});
