import fc from 'fast-check';
import { erase, redraw } from '../../../cli/render/frame';
import { cut } from '../../../cli/render/text';
import { Terminal } from '../../support/terminal';

const line = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '-') });
const frame = fc.array(line, { maxLength: 8 });

describe('a live region', () => {
  test('shows exactly the last of any frames, below what was there before', () => {
    fc.assert(
      fc.property(fc.array(frame, { minLength: 1, maxLength: 6 }), fc.integer({ min: 5, max: 40 }), (frames, width) => {
        const terminal = new Terminal(width);
        terminal.write('before\n'.slice(0, 7));
        let drawn: readonly string[] = [];
        for (const next of frames.map((lines) => lines.map((text) => cut(text, width - 1)))) {
          terminal.write(redraw(drawn, next, width));
          drawn = next;
        }
        const expected = ['before'.slice(0, width), ...('before'.length > width ? ['before'.slice(width)] : []), ...drawn.map((text) => text.trimEnd())];
        while (expected.at(-1) === '') expected.pop();
        expect(terminal.screen()).toEqual(expected);
      }),
    );
  });

  test('leaves nothing when it is taken away', () => {
    const terminal = new Terminal(20);
    terminal.write('kept\n');
    terminal.write(redraw([], ['one', 'two'], 20));
    terminal.write(erase(['one', 'two'], 20));
    expect(terminal.screen()).toEqual(['kept']);
  });

  test('counts the rows of lines that wrapped when the terminal became narrower', () => {
    // A terminal of 10 columns that shows a frame drawn at 30: the line takes three rows.
    const terminal = new Terminal(10);
    terminal.write('kept\n');
    const wide = ['x'.repeat(25)];
    terminal.write(`${wide[0] ?? ''}\n`);
    terminal.write(redraw(wide, ['y'], 10));
    expect(terminal.screen()).toEqual(['kept', 'y']);
  });
});
