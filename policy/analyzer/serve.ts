// The pack on a loopback port, in the engine's analyzer protocol: requests in, diagnostics out. What is judged, and how, is the session's.
import { Server, ServerCredentials, status, type UntypedHandleCall, type sendUnaryData, type ServerUnaryCall } from '@grpc/grpc-js';
import { AnalyzerService } from '@pulumi/pulumi/proto/analyzer_grpc_pb';
import * as protocol from '@pulumi/pulumi/proto/analyzer_pb';
import { PluginInfo } from '@pulumi/pulumi/proto/plugin_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import { decodeProperties } from '../decode';
import { levelOf } from '../environment';
import type { Judgement } from '../evaluate';
import type { Level } from '../policy';
import { currentType, projectOfUrn, stackOfUrn, type Resource } from '../resource';
import { diagnosticsOf, levelNames, policyInfo, remediationOf } from './messages';
import { packName, packVersion } from './pack';
import type { Finding } from '../report';
import { Session, type Related } from './session';

export interface ServedStack {
  readonly port: number;
  readonly session: Session;
  stop(): void;
}

export interface ServeOptions {
  /** What a stack is judged by, by its name. */
  readonly judgementOf: (stack: string, project?: string) => Judgement;
  /** The stack, where it is known before the engine says so. */
  readonly stack?: string;
  /** True where the stack is judged again before it is changed: what can't be evaluated yet stops nothing. */
  readonly leavesOpen?: boolean;
  /** True where the report is read as well: the engine then hears of what stops it alone, not of thousands of remarks. */
  readonly isReported?: boolean;
}

/** One large resource must not hit gRPC's 4 MB. */
const messageLimit = 400 * 1024 * 1024;

/** Serves one stack on 127.0.0.1, on a port that the system chooses. A call that throws fails the engine's operation. */
export async function serveStack(options: ServeOptions): Promise<ServedStack> {
  const session = new Session(options.judgementOf(options.stack ?? ''), false, options.leavesOpen);
  const server = new Server({ 'grpc.max_receive_message_length': messageLimit, 'grpc.max_send_message_length': messageLimit });
  const answers = answersOf(session, options);
  const handlers: Record<string, UntypedHandleCall> = {};
  for (const method of Object.keys(AnalyzerService)) {
    const answer = Object.hasOwn(answers, method) ? answers[method] : undefined;
    handlers[method] = unary(method, answer) as UntypedHandleCall;
  }
  server.addService(AnalyzerService, handlers);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) => (error === null ? resolve(bound) : reject(error)));
  });
  return { port, session, stop: () => server.forceShutdown() };
}

/** The messages differ by method: each answer takes its own, and only the protocol's table pairs them. */
type Answer = (request: never) => unknown;

const unary =
  (method: string, answer: Answer | undefined) =>
  (call: ServerUnaryCall<never, unknown>, respond: sendUnaryData<unknown>): void => {
    if (answer === undefined) return respond({ code: status.UNIMPLEMENTED, details: `the policy pack does not answer ${method}` });
    try {
      respond(null, answer(call.request));
    } catch (error) {
      respond({ code: status.INTERNAL, details: `the policy pack broke: ${error instanceof Error ? error.message : String(error)}` });
    }
  };

function answersOf(session: Session, { judgementOf, stack, isReported = false }: ServeOptions): Record<string, Answer> {
  const answered = (findings: readonly Finding[]): protocol.AnalyzeResponse =>
    new protocol.AnalyzeResponse().setDiagnosticsList(diagnosticsOf(isReported ? findings.filter(({ isBlocking }) => isBlocking) : findings));
  let judged = stack;
  // Without a word from the engine (`pulumi policy analyze`) the first URN says which stack this is.
  const meet = (urn: string): void => {
    if (judged !== undefined) return;
    judged = stackOfUrn(urn);
    session.configure(judgementOf(judged, projectOfUrn(urn)), false);
  };
  return {
    handshake: () => new protocol.AnalyzerHandshakeResponse(),
    cancel: () => new Empty(),
    getPluginInfo: () => new PluginInfo().setVersion(packVersion),
    getAnalyzerInfo: () =>
      new protocol.AnalyzerInfo()
        .setName(packName)
        .setDisplayname('hx policies')
        .setVersion(packVersion)
        .setSupportsconfig(true)
        // The engine repeats the whole list in two events a resource: megabytes that nobody reads where the report is.
        .setPoliciesList(isReported ? [] : session.policies.map((policy) => policyInfo(policy, levelOf(policy, session.environment)))),
    configureStack: (request: protocol.AnalyzerStackConfigureRequest) => {
      judged = request.getStack();
      // Who named the stack beforehand knows whose it is.
      session.configure(stack === undefined ? judgementOf(judged, request.getProject()) : judgementOf(judged), request.getDryRun());
      return new protocol.AnalyzerStackConfigureResponse();
    },
    configure: (request: protocol.ConfigureAnalyzerRequest) => {
      session.override(overridesOf(request));
      return new Empty();
    },
    remediate: (request: protocol.AnalyzeRequest) => {
      meet(request.getUrn());
      const steps = session.canRemediate ? session.remediate(resourceOf(request, true)) : [];
      return new protocol.RemediateResponse().setRemediationsList(steps.map(remediationOf));
    },
    analyze: (request: protocol.AnalyzeRequest) => {
      meet(request.getUrn());
      return answered(session.judge(resourceOf(request)));
    },
    analyzeStack: (request: protocol.AnalyzeStackRequest) => answered(session.judgeStack(request.getResourcesList().map(relatedOf))),
  };
}

/** `keepsOwn` keeps the engine's own keys: what goes back to it must be whole. */
function resourceOf(request: protocol.AnalyzeRequest, keepsOwn = false): Resource {
  return {
    urn: request.getUrn(),
    type: currentType(request.getType()),
    token: request.getType(),
    name: request.getName(),
    inputs: decodeProperties(request.getProperties()?.toJavaScript() ?? {}, { keepsOwn }),
    isProtected: request.getOptions()?.getProtect() ?? false,
    propertyDependencies: {},
  };
}

function relatedOf(resource: protocol.AnalyzerResource): Related {
  const parent = resource.getParent();
  const propertyDependencies: Record<string, readonly string[]> = Object.create(null) as Record<string, readonly string[]>;
  resource.getPropertydependenciesMap().forEach((dependencies, property) => {
    propertyDependencies[property] = dependencies.getUrnsList();
  });
  return {
    urn: resource.getUrn(),
    type: currentType(resource.getType()),
    token: resource.getType(),
    name: resource.getName(),
    isProtected: resource.getOptions()?.getProtect() ?? false,
    ...(parent === '' ? {} : { parent }),
    propertyDependencies,
  };
}

function overridesOf(request: protocol.ConfigureAnalyzerRequest): Readonly<Record<string, Level>> {
  const overrides: Record<string, Level> = {};
  request.getPolicyconfigMap().forEach((config, policy) => {
    overrides[policy] = levelNames[config.getEnforcementlevel()] ?? 'mandatory';
  });
  return overrides;
}
