// Text that fits a terminal: width, cutting, wrapping, and stripping of what must not reach one. Pure.

// CSI, OSC (with either end), other escape sequences; then the C0 and C1 controls, and the marks that reorder or hide text.
const sequences = /\u001b\[[0-?]*[ -/]*[@-~]|\u009b[0-?]*[ -/]*[@-~]|\u001b[\]PX^_][\s\S]*?(?:\u0007|\u001b\\|$)|\u001b[ -/]*[0-~]?/g;
// oxlint-disable-next-line no-control-regex -- these are the characters to remove
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** Text of others (names, messages of the engine) as printable text: no escape sequence, no control character; line ends stay. */
export function printable(text: string): string {
  return text.replace(sequences, '').replace(/\r\n?/g, '\n').replace(/\t/g, '  ').replace(controls, '');
}

/** The same in one line. */
export const oneLine = (text: string): string =>
  printable(text)
    .replace(/\s*\n\s*/g, ' ')
    .trim();

/** Workflow commands as CI runners would obey them (`::set-output`, `##vso[`, `##[`), made harmless: a space breaks the marker. */
export const withoutWorkflowCommands = (text: string): string => text.replace(/^(\s*):(?=:)/gm, '$1: ').replace(/#(?=#(vso)?\[)/gi, '# ');

const isWide = (code: number): boolean =>
  code >= 0x1100 &&
  (code <= 0x115f ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0xffe0 && code <= 0xffe6) ||
    (code >= 0x1f300 && code <= 0x1faff) ||
    (code >= 0x20000 && code <= 0x3fffd));

const widthOf = (character: string): number => {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x300) return 1;
  return /^\p{M}$/u.test(character) || code === 0x200d ? 0 : isWide(code) ? 2 : 1;
};

// oxlint-disable-next-line no-control-regex -- our own colours
const colours = /\u001b\[[0-9;]*m/g;

/** Columns that the text takes; colours take none. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text.replace(colours, '')) width += widthOf(character);
  return width;
}

/** The text cut to `width` columns with an ellipsis; colours survive and are closed. */
export function cut(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  if (width < 1) return '';
  let used = 0;
  let out = '';
  let hasColour = false;
  for (const piece of text.split(/(\u001b\[[0-9;]*m)/)) {
    if (piece.startsWith('\u001b[')) {
      out += piece;
      hasColour = true;
      continue;
    }
    for (const character of piece) {
      if (used + widthOf(character) > width - 1) return `${out}…${hasColour ? '\u001b[0m' : ''}`;
      out += character;
      used += widthOf(character);
    }
  }
  return out;
}

/** The same, keeping the end: for paths and ids whose last part tells most. */
export function cutStart(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  const characters = Array.from(text);
  let used = 1;
  let from = characters.length;
  while (from > 0 && used + widthOf(characters[from - 1] ?? '') <= width) {
    from -= 1;
    used += widthOf(characters[from] ?? '');
  }
  return width < 1 ? '' : `…${characters.slice(from).join('')}`;
}

export const padEnd = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - displayWidth(text)));
export const padStart = (text: string, width: number): string => ' '.repeat(Math.max(0, width - displayWidth(text))) + text;

/** Words wrapped to `width` columns; a word longer than that stays whole, so that it can be copied. */
export function wrap(text: string, width: number): readonly string[] {
  return text.split('\n').flatMap((line) => {
    const lines: string[] = [];
    let current = '';
    for (const word of line.split(' ')) {
      if (current !== '' && displayWidth(current) + 1 + displayWidth(word) > width) {
        lines.push(current);
        current = word;
      } else {
        current = current === '' ? word : `${current} ${word}`;
      }
    }
    return [...lines, current];
  });
}

/** "1 resource", "2 resources". */
export const counted = (count: number, noun: string, plural = `${noun}s`): string => `${count} ${count === 1 ? noun : plural}`;
