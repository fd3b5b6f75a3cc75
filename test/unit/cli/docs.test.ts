import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { exitCodes } from '../../../automation/exit-codes';
import { rows } from '../../../cli/commands';
import { docPages } from '../../../cli/docs';
import { variableNames } from '../../../cli/environment';
import { commandPage, overviewPage } from '../../../cli/help';
import { longFlag } from '../../../cli/option';
import { parse } from '../../../cli/parse';
import { plain } from '../../../cli/render/style';
import { displayWidth } from '../../../cli/render/text';
import { readSources, root } from '../../support/imports';

const visible = rows.filter(({ isHidden }) => isHidden !== true);

describe('the reference pages', () => {
  test('are what the code says; node scripts/generate-docs.mjs writes them anew', async () => {
    const pages = await docPages(rows);
    for (const { path, text } of pages) expect(`${path}\n${readFileSync(join(root, path), 'utf8')}`).toBe(`${path}\n${text}`);
    expect(
      readdirSync(join(root, 'docs', 'commands'))
        .map((name) => `docs/commands/${name}`)
        .toSorted(),
    ).toEqual(
      pages
        .map(({ path }) => path)
        .filter((path) => path.startsWith('docs/commands/'))
        .toSorted(),
    );
  });

  test('name every environment variable that any room reads', () => {
    // Set by hx itself for the processes that it starts, not read from the user.
    const own = new Set(['PULUMI_HOME', 'PULUMI_CONFIG_PASSPHRASE_FILE', 'PULUMI_SKIP_UPDATE_CHECK', 'PULUMI_DEBUG_PROVIDERS', 'HX_WORKER']);
    const found = readSources()
      .filter(({ path }) => !path.startsWith('infra/components/') && !path.startsWith('localcloud/azure/') && !path.startsWith('localcloud/databricks/'))
      .flatMap(({ text }) =>
        [...text.matchAll(/(?:'|env(?:ironment)?\.|variables\.)((?:HX|ARM|ACTIONS|GITHUB|SYSTEM|BUILD|TF|XDG|NODE|SSL)_[A-Z0-9_]*[A-Z0-9])\b/g)].map(
          ([, name = '']) => name,
        ),
      )
      .filter((name) => !own.has(name));
    expect(found.length).toBeGreaterThan(20);
    expect([...new Set(found)].filter((name) => !variableNames.some((known) => known === name)).toSorted()).toEqual([]);
  });
});

describe.each(visible)('hx $name', (row) => {
  test('has a page with examples that its own parser takes', async () => {
    const { definition } = await row.load();
    expect(definition.examples.length).toBeGreaterThan(0);
    for (const { command } of definition.examples) {
      const own = /(?:^|[ ($"])hx ([^|>)]*)/.exec(command)?.[1] ?? '';
      const words = [...own.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, single, double, bare]) => single ?? double ?? bare ?? '');
      expect(words.slice(0, row.name.split(' ').length).join(' ')).toBe(row.name);
      expect(() => parse(row, definition, words.slice(row.name.split(' ').length))).not.toThrow();
    }
  });

  test('describes every option and names each flag once', async () => {
    const { definition } = await row.load();
    const options = Object.values(definition.options);
    for (const { description } of options) expect(description).not.toBe('');
    const flags = options.flatMap(({ flags: text }) => text.match(/-{1,2}[a-z][a-z-]*/g) ?? []);
    expect(new Set(flags).size).toBe(flags.length);
    expect(options.map(({ flags: text }) => longFlag(text)).every((name) => name.startsWith('--'))).toBe(true);
  });

  test.each([40, 59, 60, 80, 120])('has a page that fits %d columns, but for commands to copy', async (width) => {
    const { definition } = await row.load();
    const copied = definition.examples.map(({ command }) => command);
    const mustFit = commandPage(row, definition, { width, style: plain }).filter(
      (line) => line.trim().includes(' ') && !copied.some((command) => line.includes(command)),
    );
    expect(mustFit.filter((line) => displayWidth(line) > width)).toEqual([]);
  });
});

test('the overview names every visible command and no hidden one', () => {
  const text = overviewPage(rows, '1.0.0', { width: 100, style: plain }).join('\n');
  for (const { name } of visible) expect(text).toContain(`  ${name} `);
  expect(text).not.toContain('__complete');
});

test('every exit code has a number of its own', () => {
  expect(new Set(Object.values(exitCodes)).size).toBe(Object.keys(exitCodes).length);
});
