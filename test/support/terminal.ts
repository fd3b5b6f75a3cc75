// A terminal small enough to be sure of: what is on its screen after some output. Knows the codes that hx writes and refuses all others.

export class Terminal {
  private rows: string[][] = [[]];
  private row = 0;
  private column = 0;
  isCursorShown = true;

  constructor(readonly width: number) {}

  /** Lines on the screen without trailing spaces; without empty ones at the end. */
  screen(): readonly string[] {
    const lines = this.rows.map((cells) =>
      cells
        .map((cell) => cell ?? ' ')
        .join('')
        .trimEnd(),
    );
    while (lines.at(-1) === '') lines.pop();
    return lines;
  }

  write(text: string): void {
    for (let index = 0; index < text.length;) {
      const code = /^\u001b\[(\??)(\d*)([A-Za-z])/.exec(text.slice(index));
      if (code === null) {
        this.put(text.charAt(index));
        index += 1;
      } else {
        this.obey(`${code[1] ?? ''}${code[3] ?? ''}`, Number(code[2] ?? ''), code[0]);
        index += code[0].length;
      }
    }
  }

  private obey(code: string, count: number, whole: string): void {
    if (code === 'A') this.row = Math.max(0, this.row - Math.max(1, count));
    else if (code === 'K') this.line().length = Math.min(this.line().length, this.column);
    else if (code === 'J') {
      this.line().length = Math.min(this.line().length, this.column);
      this.rows.length = this.row + 1;
    } else if (code === '?h' || code === '?l') {
      if (count === 25) this.isCursorShown = code === '?h';
      else if (count !== 2026) throw new Error(`unknown mode ${JSON.stringify(whole)}`);
    } else if (code !== 'm') throw new Error(`unknown code ${JSON.stringify(whole)}`);
  }

  private line(): string[] {
    while (this.rows.length <= this.row) this.rows.push([]);
    return this.rows[this.row] ?? [];
  }

  private put(character: string): void {
    if (character === '\n') {
      this.row += 1;
      this.column = 0;
      this.line();
    } else if (character === '\r') this.column = 0;
    else {
      if (this.column >= this.width) {
        this.row += 1;
        this.column = 0;
      }
      const line = this.line();
      while (line.length < this.column) line.push(' ');
      line[this.column] = character;
      this.column += 1;
    }
  }
}
