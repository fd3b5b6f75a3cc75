import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { azureTriggers } from '../../../automation/azure';
import { holdTriggers, moveSchedule, type Triggers, type TriggerState } from '../../../automation/triggers';

const triggersOf = (states: Map<string, TriggerState>, calls: string[] = []): Triggers => ({
  state: async (id) => states.get(id),
  start: async (id) => {
    calls.push(`start ${id}`);
    states.set(id, 'Started');
  },
  stop: async (id) => {
    calls.push(`stop ${id}`);
    states.set(id, 'Stopped');
  },
});

describe('the schedule of the slots', () => {
  test('stops the other slot before it starts the live one', async () => {
    const calls: string[] = [];
    const moved = await moveSchedule(
      triggersOf(
        new Map([
          ['f/blue', 'Started'],
          ['f/green', 'Stopped'],
        ]),
        calls,
      ),
      { live: 'f/green', others: ['f/blue'] },
    );
    expect(calls).toEqual(['stop f/blue', 'start f/green']);
    expect(moved).toEqual({ message: 'its trigger green was started', hasStarted: true });
  });

  test('a second time changes nothing', async () => {
    const calls: string[] = [];
    const states = new Map<string, TriggerState>([
      ['f/blue', 'Stopped'],
      ['f/green', 'Started'],
    ]);
    expect(await moveSchedule(triggersOf(states, calls), { live: 'f/green', others: ['f/blue'] })).toMatchObject({ hasStarted: false });
    expect(calls).toEqual([]);
  });

  test('says so where there is no trigger', async () => {
    expect(await moveSchedule(triggersOf(new Map()), { live: 'f/green', others: ['f/blue'] })).toMatchObject({
      message: 'there is no trigger green, so nothing runs by itself',
    });
  });

  test('stands still while it is changed, and runs again as it ran before', async () => {
    const calls: string[] = [];
    const states = new Map<string, TriggerState>([
      ['f/blue', 'Stopped'],
      ['f/green', 'Started'],
    ]);
    const { held, release } = await holdTriggers(triggersOf(states, calls), ['f/blue', 'f/green', 'f/none']);
    expect([held, states.get('f/green')]).toEqual([['f/green'], 'Stopped']);
    await release();
    expect(calls).toEqual(['stop f/green', 'start f/green']);
  });

  test('is not started again where the trigger was deleted', async () => {
    const calls: string[] = [];
    const states = new Map<string, TriggerState>([['f/green', 'Started']]);
    const { release } = await holdTriggers(triggersOf(states, calls), ['f/green']);
    states.delete('f/green');
    await release();
    expect(calls).toEqual(['stop f/green']);
  });
});

describe("Azure's triggers", () => {
  const id = '/subscriptions/s/resourceGroups/g/providers/Microsoft.DataFactory/factories/f/triggers/daily';
  let server: Server;
  let seen: string[];
  let runtimeState: string;
  beforeEach(async () => {
    seen = [];
    runtimeState = 'Stopped';
    server = createServer((request, response) => {
      seen.push(`${request.method ?? ''} ${request.url ?? ''}`);
      const isMissing = request.url?.includes('/none') === true;
      // Starting takes a moment: the state follows one question later.
      if (request.url?.includes('/start')) setTimeout(() => (runtimeState = 'Started'), 30);
      response.writeHead(isMissing ? 404 : request.method === 'POST' ? 202 : 200, { 'content-type': 'application/json' });
      response.end(
        isMissing ? '{"error":{"code":"TriggerNotFound","message":"none"}}' : JSON.stringify({ properties: { runtimeState, type: 'ScheduleTrigger' } }),
      );
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => void server.close());
  const triggers = (): Triggers =>
    azureTriggers({
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      tokens: async () => 'token',
      cancelled: new AbortController().signal,
      backoffMs: 1,
      pollMs: 10,
    });

  test('are started, and waited for until they run', async () => {
    await triggers().start(id);
    expect(seen[0]).toBe(`POST ${id}/start?api-version=2018-06-01`);
    expect(seen.slice(1).every((line) => line === `GET ${id}?api-version=2018-06-01`)).toBe(true);
    expect(await triggers().state(id)).toBe('Started');
  });

  test('that are not there have no state', async () => {
    expect(await triggers().state(`${id}/none`)).toBeUndefined();
  });
});
