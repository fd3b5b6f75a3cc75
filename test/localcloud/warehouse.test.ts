import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensurePython } from '../../automation/etl';
import { AdminError, StoreError } from '../../localcloud';
import { dropDatabase, openWarehouse, removeWarehouse, warehouseStatus, type WarehouseSession } from '../../localcloud/warehouse';
import { findBinaries, placeOf } from '../../localcloud/warehouse/place';

jest.setTimeout(240_000);

const root = join(__dirname, '..', '..');
const cache = process.env['HX_CACHE'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(process.env['HOME'] ?? '/tmp', '.cache'), 'hx');
let python: string;
let psql: string;
beforeAll(async () => {
  ({ python } = await ensurePython({ root, cache, environment: process.env, cloud: 'local' }));
  psql = join((await findBinaries(python, undefined)).bin, 'psql');
}, 1_800_000);

let scratch: string;
let folder: string;
const users: ChildProcess[] = [];
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'hx-warehouse-'));
  folder = join(scratch, 'cloud', 'warehouse');
});
afterEach(async () => {
  for (const user of users.splice(0)) {
    const isOver = user.exitCode !== null || user.signalCode !== null;
    const ended = isOver ? undefined : once(user, 'exit');
    user.kill('SIGKILL');
    await ended;
  }
  await removeWarehouse(folder);
  rmSync(scratch, { recursive: true, force: true });
});

const open = (database = 'dev_eastus'): Promise<WarehouseSession> => openWarehouse({ folder, python, database });
type Variables = Readonly<Record<string, string>>;
const sql = (variables: Variables, statement: string): string =>
  execFileSync(psql, ['-X', '-A', '-t', '-w', '-c', statement], {
    env: { ...variables, LC_ALL: 'C' },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();

/** Another process that uses the warehouse until its stdin ends or it is killed. */
async function startUser(database = 'dev_eastus'): Promise<{ readonly user: ChildProcess; readonly variables: Variables }> {
  const user = spawn(process.execPath, [join(__dirname, '..', 'support', 'local-cloud', 'warehouse-user.js'), folder, python, database], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  users.push(user);
  const [line] = (await once(user.stdout ?? user, 'data')) as [Buffer];
  return { user, variables: JSON.parse(line.toString()) as Variables };
}
const leave = async (user: ChildProcess): Promise<void> => {
  const ended = once(user, 'exit');
  user.stdin?.end();
  await ended;
};
const pidOfServer = (): number => Number(readFileSync(join(placeOf(folder).data, 'postmaster.pid'), 'utf8').split('\n')[0]);
/** A dead one that nobody has asked for yet, as below a container's lazy first process, does not live. */
const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return !existsSync(`/proc/${pid}/stat`) || !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
};

/** PostgreSQL removes its pid file as its last act but one. */
async function hasEnded(pid: number): Promise<void> {
  for (const deadline = Date.now() + 5000; isAlive(pid) && Date.now() < deadline; await new Promise((resolve) => setTimeout(resolve, 20)));
  expect(isAlive(pid)).toBe(false);
}

test('a target that is destroyed takes its rows with it, and nobody else', async () => {
  await dropDatabase({ folder, python, database: 'dev_eastus' });
  expect((await warehouseStatus(folder)).state).toBe('none');
  const [ours, others] = [await open(), await open('prod_westus2')];
  sql(ours.environment, 'CREATE TABLE kept AS SELECT 1 AS x');
  sql(others.environment, 'CREATE TABLE kept AS SELECT 2 AS x');
  await Promise.all([ours.stop(), others.stop()]);
  await dropDatabase({ folder, python, database: 'dev_eastus' });
  expect((await warehouseStatus(folder)).state).toBe('stopped');
  const [again, still] = [await open(), await open('prod_westus2')];
  expect(() => sql(again.environment, 'SELECT x FROM kept')).toThrow('relation "kept" does not exist');
  expect(sql(still.environment, 'SELECT x FROM kept')).toBe('2');
  await Promise.all([again.stop(), still.stop()]);
});

test('rows are kept over sessions, a database for each target, and nothing runs in between', async () => {
  const first = await open();
  expect(first.environment).toEqual({
    PGHOST: '127.0.0.1',
    PGPORT: expect.stringMatching(/^\d+$/),
    PGUSER: 'etl',
    PGDATABASE: 'dev_eastus',
    PGPASSFILE: join(folder, 'pgpass'),
    HX_WAREHOUSE: 'postgres',
  });
  sql(first.environment, 'CREATE TABLE kept AS SELECT 42 AS x');
  const other = await open('prod_westus2');
  expect(() => sql(other.environment, 'SELECT x FROM kept')).toThrow('relation "kept" does not exist');
  const pid = pidOfServer();
  await Promise.all([first.stop(), other.stop(), first.stop()]);
  await hasEnded(pid);
  await expect(warehouseStatus(folder)).resolves.toMatchObject({ state: 'stopped' });
  const again = await open();
  expect(sql(again.environment, 'SELECT x FROM kept')).toBe('42');
  await again.stop();
});

test('it is durable, checks a password that only its owner can read, and listens on loopback alone', async () => {
  const { environment, stop } = await open();
  expect(sql(environment, "SELECT current_setting('fsync'), current_setting('synchronous_commit'), current_setting('listen_addresses')")).toBe(
    'on|on|127.0.0.1',
  );
  expect(sql(environment, "SELECT count(*) FROM pg_hba_file_rules WHERE auth_method <> 'scram-sha-256'")).toBe('0');
  expect(statSync(join(folder, 'pgpass')).mode & 0o777).toBe(0o600);
  const wrong = join(scratch, 'wrong');
  writeFileSync(wrong, `127.0.0.1:*:*:etl:${'x'.repeat(32)}\n`, { mode: 0o600 });
  expect(() => sql({ ...environment, PGPASSFILE: wrong }, 'SELECT 1')).toThrow('password authentication failed');
  expect(readdirSync(folder).filter((name) => name === 'password')).toEqual([]);
  await stop();
});

test('the log holds no row and no statement', async () => {
  const { environment, stop } = await open();
  sql(environment, 'CREATE TABLE people (name text PRIMARY KEY)');
  sql(environment, "INSERT INTO people VALUES ('Ada Lovelace')");
  expect(() => sql(environment, "INSERT INTO people VALUES ('Ada Lovelace')")).toThrow('duplicate key');
  await stop();
  const log = readFileSync(placeOf(folder).log, 'utf8');
  expect(log).toContain('duplicate key value');
  expect(log).not.toContain('Ada');
});

test('four processes that start together share one server, and the last one stops it', async () => {
  const started = await Promise.all([startUser(), startUser(), startUser('prod_westus2'), startUser()]);
  expect(new Set(started.map(({ variables }) => variables['PGPORT'])).size).toBe(1);
  const pid = pidOfServer();
  const [last, ...others] = started;
  await Promise.all(others.map(({ user }) => leave(user)));
  expect(sql(last?.variables ?? {}, 'SELECT 1')).toBe('1');
  await leave(last?.user ?? users[0] ?? spawn('true'));
  await hasEnded(pid);
});

test('the server of a process that was killed is adopted, and stopped by the next one', async () => {
  const { user, variables } = await startUser();
  const pid = pidOfServer();
  user.kill('SIGKILL');
  await once(user, 'exit');
  const next = await open();
  expect(next.environment['PGPORT']).toBe(variables['PGPORT']);
  await next.stop();
  await hasEnded(pid);
});

test('what was committed survives the death of the server in the middle of writing', async () => {
  const first = await open();
  sql(first.environment, 'CREATE TABLE counted (n integer)');
  const writer = spawn(psql, ['-X', '-q', '-w', '-v', 'ON_ERROR_STOP=1', '-f', '-'], { env: { ...first.environment }, stdio: ['pipe', 'pipe', 'ignore'] });
  let acknowledged = 0;
  writer.stdout.setEncoding('utf8').on('data', (text: string) => {
    acknowledged += text.split('done').length - 1;
    if (acknowledged >= 200 && isAlive(pid)) process.kill(pid, 'SIGKILL');
  });
  const pid = pidOfServer();
  writer.stdin.on('error', () => undefined);
  for (let index = 0; index < 20_000; index += 1) writer.stdin.write(`INSERT INTO counted VALUES (${index});\n\\echo done\n`);
  await once(writer, 'exit');
  writer.stdin.destroy();
  const again = await open();
  expect(pidOfServer()).not.toBe(pid);
  expect(acknowledged).toBeGreaterThanOrEqual(200);
  expect(acknowledged).toBeLessThan(20_000);
  expect(Number(sql(again.environment, 'SELECT count(*) FROM counted'))).toBeGreaterThanOrEqual(acknowledged);
  await Promise.all([first.stop(), again.stop()]);
});

test('a file that names a process of somebody else keeps nothing from starting, and that process is left alone', async () => {
  await (await open()).stop();
  const bystander = spawn('sleep', ['60']);
  users.push(bystander);
  const { data } = placeOf(folder);
  writeFileSync(join(data, 'postmaster.pid'), `${bystander.pid}\n${data}\n1\n5432\n\n127.0.0.1\n1 1\nready   \n`);
  const session = await open();
  expect(sql(session.environment, 'SELECT 1')).toBe('1');
  expect(bystander.exitCode ?? bystander.signalCode).toBeNull();
  await session.stop();
});

test('a cluster that was half made is made again', async () => {
  await (await open()).stop();
  await removeWarehouse(folder);
  const { base, data } = placeOf(folder);
  mkdirSync(join(base, 'data.new', 'base'), { recursive: true });
  const session = await open();
  expect(sql(session.environment, 'SELECT 1')).toBe('1');
  expect(existsSync(`${data}.new`)).toBe(false);
  await session.stop();
});

test('a reset removes every row and the password, and refuses while somebody uses it', async () => {
  const session = await open();
  const { data } = placeOf(folder);
  await expect(removeWarehouse(folder)).rejects.toMatchObject({ problem: 'busy' });
  expect(sql(session.environment, 'SELECT 1')).toBe('1');
  await session.stop();
  await removeWarehouse(folder);
  expect(existsSync(data)).toBe(false);
  expect(existsSync(join(folder, 'pgpass'))).toBe(false);
  await expect(warehouseStatus(folder)).resolves.toEqual({ data, state: 'none' });
});

test('a reset ends the server of a process that was killed', async () => {
  const { user } = await startUser();
  const pid = pidOfServer();
  user.kill('SIGKILL');
  await once(user, 'exit');
  await expect(warehouseStatus(folder)).resolves.toMatchObject({ state: 'running', port: expect.any(Number) });
  await removeWarehouse(folder);
  await hasEnded(pid);
});

test('looking at a warehouse that never was makes nothing', async () => {
  await expect(warehouseStatus(folder)).resolves.toMatchObject({ state: 'none' });
  await removeWarehouse(folder);
  expect(existsSync(folder)).toBe(false);
});

test.each([['x"; DROP DATABASE postgres'], ['Upper'], [''], ['1st'], ['a'.repeat(64)]])('%j is refused as a name of a database', async (database) => {
  await expect(open(database)).rejects.toThrow(AdminError);
});

test('a password that is gone or wrong is told with the way out', async () => {
  await (await open()).stop();
  const pass = join(folder, 'pgpass');
  const good = readFileSync(pass, 'utf8');
  writeFileSync(pass, good.replace(/[^:]{32}\n$/, `${'y'.repeat(32)}\n`));
  await expect(open()).rejects.toMatchObject({ problem: 'corrupt', suggestion: expect.stringContaining('hx cloud reset') });
  rmSync(pass);
  await expect(open()).rejects.toMatchObject({ problem: 'corrupt' });
  await expect(warehouseStatus(folder)).resolves.toMatchObject({ state: 'stopped' });
});

test('a Python without the wheel is told', async () => {
  await expect(openWarehouse({ folder, python: '/usr/bin/true', database: 'x' })).rejects.toThrow(StoreError);
});
