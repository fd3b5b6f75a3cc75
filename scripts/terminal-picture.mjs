// Draws a terminal's screen as an SVG: reads text with ANSI colours on stdin (tmux capture-pane -e -p), writes the picture to stdout.
// tmux -L picture new-session -d -x 100 -y 32 './hx up --env prod --cloud local'; …; tmux -L picture capture-pane -e -p | node scripts/terminal-picture.mjs > docs/pictures/up.svg
import { readFileSync } from 'node:fs';

const colours = {
  30: '#484f58',
  31: '#ff7b72',
  32: '#3fb950',
  33: '#d29922',
  34: '#58a6ff',
  35: '#bc8cff',
  36: '#39c5cf',
  37: '#b1bac4',
  39: undefined,
  90: '#6e7681',
  91: '#ffa198',
  92: '#56d364',
  93: '#e3b341',
  94: '#79c0ff',
  95: '#d2a8ff',
  96: '#56d4dd',
  97: '#ffffff',
};
const [cellWidth, lineHeight, margin, titleBar] = [8.4, 19, 16, 30];

const escapeXml = (text) => text.replace(/[&<>]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[character]);

/** Runs of one style: {text, column, style}. */
function runsOf(line) {
  const runs = [];
  let [style, column] = [{}, 0];
  for (const part of line.split(/(\x1b\[[0-9;]*m)/)) {
    const codes = /^\x1b\[([0-9;]*)m$/.exec(part);
    if (codes === null) {
      if (part !== '') runs.push({ text: part, column, style });
      column += Array.from(part).length;
      continue;
    }
    for (const code of codes[1].split(';').map(Number)) {
      if (code === 0) style = {};
      else if (code === 1) style = { ...style, bold: true };
      else if (code === 2) style = { ...style, dim: true };
      else if (code === 22) style = { ...style, bold: false, dim: false };
      else if (code in colours) style = { ...style, fill: colours[code] };
    }
  }
  return runs;
}

const draw = ({ text, column, style }, y) => {
  const attributes = [
    `x="${(margin + column * cellWidth).toFixed(1)}" y="${y}"`,
    `textLength="${(Array.from(text).length * cellWidth).toFixed(1)}"`,
    style.fill === undefined ? '' : `fill="${style.fill}"`,
    style.bold ? 'font-weight="bold"' : '',
    style.dim ? 'opacity="0.6"' : '',
  ];
  return `<text ${attributes.filter(Boolean).join(' ')}>${escapeXml(text)}</text>`;
};

const lines = readFileSync(0, 'utf8').replace(/\s+$/, '').split('\n');
const columns = Math.max(...lines.map((line) => Array.from(line.replace(/\x1b\[[0-9;]*m/g, '')).length));
const [width, height] = [Math.ceil(columns * cellWidth + 2 * margin), lines.length * lineHeight + titleBar + 2 * margin];
const body = lines.flatMap((line, row) =>
  runsOf(line)
    .filter(({ text }) => text.trim() !== '')
    .map((run) => draw(run, titleBar + margin + row * lineHeight + 13)),
);
const buttons = ['#ff5f57', '#febc2e', '#28c840'].map((fill, index) => `<circle cx="${18 + index * 18}" cy="15" r="5.5" fill="${fill}"/>`);
process.stdout
  .write(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="hx in a terminal">
<rect width="${width}" height="${height}" rx="8" fill="#0d1117"/>
${buttons.join('')}
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" fill="#e6edf3" xml:space="preserve">
${body.join('\n')}
</g>
</svg>
`);
