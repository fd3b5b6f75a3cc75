import fc from 'fast-check';
import { plain } from '../../../cli/render/style';
import { tableLines, type Column } from '../../../cli/render/table';
import { displayWidth } from '../../../cli/render/text';

interface Row {
  readonly name: string;
  readonly note: string;
}
const columns: readonly Column<Row>[] = [
  { title: 'name', isPriority: true, cell: ({ name }) => name },
  { title: 'note', isPriority: false, cell: ({ note }) => note },
  { title: 'size', isPriority: true, cell: () => '1' },
];
const rows: readonly Row[] = [
  { name: 'a', note: 'long text' },
  { name: 'bcd', note: '' },
];

describe('a table', () => {
  test('has all columns from 100 on, a dash for what is empty', () => {
    expect(tableLines(columns, rows, 100, plain)).toEqual(['NAME  NOTE       SIZE', 'a     long text  1', 'bcd   -          1']);
  });

  test('has all columns from 60 on where they fit, else the important ones, and says that it left some out', () => {
    expect(tableLines(columns, rows, 60, plain)).toEqual(tableLines(columns, rows, 100, plain));
    const long = rows.map((row) => ({ ...row, note: 'x'.repeat(90) }));
    expect(tableLines(columns, long, 60, plain)).toEqual(['NAME  SIZE  ···', 'a     1', 'bcd   1']);
    expect(tableLines(columns, long, 99, plain)[0]).toContain('···');
  });

  test('is stacked below 60', () => {
    expect(tableLines(columns, rows, 59, plain)).toEqual(['name: a', 'note: long text', 'size: 1', '', 'name: bcd', 'note: -', 'size: 1']);
  });

  test('of nothing is nothing', () => {
    expect(tableLines(columns, [], 100, plain)).toEqual([]);
  });

  test('is never wider than the terminal', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ name: fc.string({ maxLength: 200 }), note: fc.string({ maxLength: 200 }) }), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 60, max: 200 }),
        (list, width) => {
          for (const line of tableLines(columns, list, width, plain)) expect(displayWidth(line)).toBeLessThanOrEqual(width);
        },
      ),
    );
  });
});
