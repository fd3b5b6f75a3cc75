import { AnalyzerClient } from '@pulumi/pulumi/proto/analyzer_grpc_pb';
import * as protocol from '@pulumi/pulumi/proto/analyzer_pb';
import { credentials, type ServiceError } from '@grpc/grpc-js';
import { Struct, type JavaScriptValue } from 'google-protobuf/google/protobuf/struct_pb';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PackError, startPack, type PackOptions, type RunningPack } from '../../policy/pack';
import { root } from '../support/imports';

const secretMark = { '4dabf18193072939515e22adb298388d': '1b47061264138c4ac30d75fd1eb44270' };
const unknownText = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';
const type = 'azure-native:storage/v20230101:StorageAccount';
const urnOf = (stack: string, name = 'lake'): string => `urn:pulumi:${stack}::shop::${type}::${name}`;

const resource = (stack: string, inputs: Readonly<Record<string, JavaScriptValue>>): protocol.AnalyzeRequest =>
  new protocol.AnalyzeRequest()
    .setUrn(urnOf(stack))
    .setName('lake')
    .setType(type)
    .setProperties(Struct.fromJavaScript(inputs))
    .setOptions(new protocol.AnalyzerResourceOptions());

const levels = (response: protocol.AnalyzeResponse): readonly [string, protocol.EnforcementLevel][] =>
  response.getDiagnosticsList().map((diagnostic) => [diagnostic.getPolicyname(), diagnostic.getEnforcementlevel()]);

describe('the policy pack in its process', () => {
  let folder: string;
  let packs: RunningPack[];
  const clients: AnalyzerClient[] = [];
  const start = async (options: PackOptions = {}): Promise<RunningPack> => {
    const place = { environments: join(folder, 'environments'), exemptions: join(folder, 'exemptions.yaml') };
    const pack = await startPack(place, { module: join(root, 'dist/policy/analyzer/server.js'), ...options });
    packs.push(pack);
    return pack;
  };
  const connect = (port: number): AnalyzerClient => {
    const client = new AnalyzerClient(`127.0.0.1:${port}`, credentials.createInsecure());
    clients.push(client);
    return client;
  };
  const analyze = (client: AnalyzerClient, request: protocol.AnalyzeRequest): Promise<protocol.AnalyzeResponse> =>
    new Promise((resolve, reject) => void client.analyze(request, (error, response) => (error === null ? resolve(response) : reject(error))));
  const analyzeStack = (client: AnalyzerClient, urns: readonly string[]): Promise<protocol.AnalyzeResponse> =>
    new Promise((resolve, reject) => {
      const resources = urns.map((urn) => new protocol.AnalyzerResource().setUrn(urn).setType(type).setOptions(new protocol.AnalyzerResourceOptions()));
      client.analyzeStack(new protocol.AnalyzeStackRequest().setResourcesList(resources), (error, response) =>
        error === null ? resolve(response) : reject(error),
      );
    });
  const configure = (client: AnalyzerClient, stack: string, isPreview: boolean): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const request = new protocol.AnalyzerStackConfigureRequest().setStack(stack).setDryRun(isPreview);
      client.configureStack(request, (error: ServiceError | null) => (error === null ? resolve(undefined) : reject(error)));
    });
  const environment = (name: string, level: string, isProtected: boolean): void =>
    writeFileSync(
      join(folder, 'environments', `${name}.yaml`),
      `environment: ${name}\nprotected: ${isProtected}\nregions: { eastus: {} }\npolicy: { default: ${level} }\n`,
    );

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hx-pack-'));
    mkdirSync(join(folder, 'environments'));
    environment('dev', 'advisory', false);
    environment('prod', 'mandatory', true);
    packs = [];
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.close();
    await Promise.all(packs.map((pack) => pack.stop()));
    rmSync(folder, { recursive: true });
  });

  it('judges two stacks at once by the levels of their environments', async () => {
    const pack = await start();
    expect(pack.policies).toBeGreaterThan(0);
    const [dev, prod] = await Promise.all([pack.attach('dev-eastus', false), pack.attach('prod-eastus', false)]);
    const [inDev, inProd] = [connect(dev.port), connect(prod.port)];
    const plain = { enableHttpsTrafficOnly: false };
    const [devSaid, prodSaid] = await Promise.all([analyze(inDev, resource('dev-eastus', plain)), analyze(inProd, resource('prod-eastus', plain))]);
    // The engine hears of what stops it; the report has the rest.
    expect(levels(devSaid)).toEqual([]);
    expect(levels(prodSaid)).toContainEqual(['storage-https-only', protocol.EnforcementLevel.MANDATORY]);
    await analyzeStack(inProd, [urnOf('prod-eastus')]);
    expect(await prod.report()).toMatchObject({ isComplete: true, resources: 1 });
    const report = await dev.report();
    expect(report).toMatchObject({ isComplete: false, resources: 1 });
    expect(report.findings).toContainEqual(expect.objectContaining({ policy: 'storage-https-only', level: 'advisory', isBlocking: false }));
  });

  it.each([
    ['dev-eastus', false],
    ['prod-eastus', true],
  ])('takes an unknown value of %s in a preview for no pass, and stops there: %s', async (stack, isBlocking) => {
    const attached = await (await start()).attach(stack, false);
    const client = connect(attached.port);
    await configure(client, stack, true);
    const said = levels(await analyze(client, resource(stack, { enableHttpsTrafficOnly: unknownText })));
    expect(said.some(([policy]) => policy === 'storage-https-only')).toBe(isBlocking);
    const report = await attached.report();
    expect(report.findings.find(({ policy }) => policy === 'storage-https-only')).toMatchObject({ outcome: 'not-evaluated', isBlocking });
  });

  it('leaves open in prod what is previewed again before it is changed', async () => {
    const attached = await (await start()).attach('prod-eastus', true);
    const client = connect(attached.port);
    await configure(client, 'prod-eastus', true);
    const said = levels(await analyze(client, resource('prod-eastus', { enableHttpsTrafficOnly: unknownText })));
    expect(said.some(([policy]) => policy === 'storage-https-only')).toBe(false);
    const { findings } = await attached.report();
    expect(findings.find(({ policy }) => policy === 'storage-https-only')).toMatchObject({ outcome: 'not-evaluated', isBlocking: false });
  });

  it('shows no secret, and takes the force of an exemption from a violation', async () => {
    writeFileSync(
      join(folder, 'exemptions.yaml'),
      `exemptions:\n  - policy: storage-https-only\n    urn: ${urnOf('prod-eastus')}\n    environment: prod\n    justification: the partner moves to HTTPS this winter\n    owner: a@example.com\n    expires: ${new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)}\n`,
    );
    const attached = await (await start()).attach('prod-eastus', false);
    const client = connect(attached.port);
    const said = await analyze(client, resource('prod-eastus', { enableHttpsTrafficOnly: { ...secretMark, value: 'canary-4711' } }));
    expect(levels(said).some(([policy]) => policy === 'storage-https-only')).toBe(false);
    const report = JSON.stringify(await attached.report());
    expect(report).toContain('the partner moves to HTTPS');
    expect(report + JSON.stringify(said.toObject())).not.toContain('canary-4711');
  });

  it('does not start on exemptions that are malformed, and says where', async () => {
    writeFileSync(join(folder, 'exemptions.yaml'), 'exemptions:\n  - policy: nothing\n');
    await expect(start()).rejects.toMatchObject({ kind: 'mistake', message: expect.stringContaining('exemptions.yaml:2:5') });
  });

  it('is not taken for hanging because hx itself was busy', async () => {
    const pack = await start({ patienceMs: 1500 });
    const until = Date.now() + 3000;
    while (Date.now() < until);
    await expect(pack.attach('dev-eastus', false)).resolves.toMatchObject({ port: expect.any(Number) });
  });

  it.each([
    ['dies', "process.on('message', () => process.exit(7));", /ended with exit code 7/],
    ['is killed', "process.on('message', () => process.kill(process.pid, 'SIGKILL'));", /SIGKILL/],
    ['hangs', "process.on('message', () => { for (;;); });", /gave no sign/],
  ])('that %s answers no question, and says so', async (_, does, message) => {
    const module = join(folder, 'pack.js');
    writeFileSync(module, `process.send({ type: 'ready', policies: 1 });\n${does}\n`);
    const pack = await start({ module, patienceMs: 500 });
    const asked = pack.attach('dev-eastus', false);
    await expect(asked).rejects.toThrow(PackError);
    await expect(asked).rejects.toThrow(message);
    await expect(pack.attach('dev-eastus', false)).rejects.toThrow(message);
  });
});
