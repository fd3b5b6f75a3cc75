// A provider for engine tests: resources are files in a folder, faults and delays come from the inputs. Records every write.
const { appendFileSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { setTimeout: delay } = require('node:timers/promises');
const grpc = require('@grpc/grpc-js');
const { ResourceProviderService } = require('@pulumi/pulumi/proto/provider_grpc_pb.js');
const messages = require('@pulumi/pulumi/proto/provider_pb.js');
const { PluginInfo } = require('@pulumi/pulumi/proto/plugin_pb.js');
const { Struct } = require('google-protobuf/google/protobuf/struct_pb.js');
const { Empty } = require('google-protobuf/google/protobuf/empty_pb.js');

const struct = (value) => Struct.fromJavaScript(value);
const make = (Type, fields) => {
  const message = new Type();
  for (const [name, value] of Object.entries(fields)) message[`set${name}`](value);
  return message;
};
const answered = async (answer, request, callback) => {
  try {
    callback(null, await answer(request));
  } catch (error) {
    callback({ code: grpc.status.UNKNOWN, details: error.message });
  }
};
const unknown = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

/** Inputs: `name`; `value`; `immutable` replaces; `delayMs`; `failWith` refuses the create, `loseAnswer` takes place and fails so; `dieAfterWrite` exits the process between the write and its answer. */
class Lab {
  constructor(folder) {
    this.folder = folder;
    mkdirSync(path.join(folder, 'resources'), { recursive: true });
  }
  file(id) {
    return path.join(this.folder, 'resources', `${id}.json`);
  }
  log(operation, name) {
    appendFileSync(path.join(this.folder, 'writes.log'), `${operation} ${name}\n`);
  }
  read(id) {
    return existsSync(this.file(id)) ? JSON.parse(readFileSync(this.file(id), 'utf8')) : undefined;
  }
  /** Whole or not at all: tests kill the process, and two may look at one lab. */
  write(id, inputs) {
    const whole = path.join(this.folder, `${id}.${process.pid}.tmp`);
    writeFileSync(whole, JSON.stringify(inputs));
    renameSync(whole, this.file(id));
  }
  ids() {
    return readdirSync(path.join(this.folder, 'resources')).map((name) => name.replace(/\.json$/, ''));
  }
  writes() {
    const file = path.join(this.folder, 'writes.log');
    return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  }
  outputs(inputs) {
    return { ...inputs, endpoint: inputs.value === undefined ? 'none' : `https://${inputs.name}/${inputs.value}` };
  }

  methods() {
    const answers = {
      handshake: () => make(messages.ProviderHandshakeResponse, { AcceptSecrets: true, AcceptResources: true, AcceptOutputs: true }),
      getPluginInfo: () => make(PluginInfo, { Version: '1.0.0' }),
      getSchema: () => make(messages.GetSchemaResponse, { Schema: '{}' }),
      checkConfig: (request) => make(messages.CheckResponse, { Inputs: request.getNews() }),
      diffConfig: () => new messages.DiffResponse(),
      configure: () => make(messages.ConfigureResponse, { Acceptsecrets: false, Supportspreview: true, Acceptresources: false, Acceptoutputs: false }),
      check: (request) => make(messages.CheckResponse, { Inputs: request.getNews() }),
      diff: (request) => this.diff(request.getOldInputs().toJavaScript(), request.getNews().toJavaScript()),
      create: (request) => this.create(request),
      read: (request) => this.answerRead(request),
      update: (request) => this.update(request),
      delete: (request) => this.delete(request),
      cancel: () => new Empty(),
      attach: () => new Empty(),
    };
    const served = {};
    for (const name of Object.keys(ResourceProviderService)) {
      served[name] = (call, callback) => {
        const answer = answers[name];
        if (answer === undefined) callback({ code: grpc.status.UNIMPLEMENTED, details: name });
        else void answered(answer, call.request, callback);
      };
    }
    return served;
  }

  diff(before, after) {
    const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
    const { DIFF_NONE, DIFF_SOME } = messages.DiffResponse.DiffChanges;
    const response = make(messages.DiffResponse, {
      Changes: changed.length === 0 ? DIFF_NONE : DIFF_SOME,
      DiffsList: changed,
      ReplacesList: changed.filter((key) => key === 'immutable'),
      Deletebeforereplace: true,
      Hasdetaileddiff: true,
    });
    for (const key of changed) {
      const kinds = messages.PropertyDiff.Kind;
      const kind = before[key] === undefined ? kinds.ADD : after[key] === undefined ? kinds.DELETE : key === 'immutable' ? kinds.UPDATE_REPLACE : kinds.UPDATE;
      response.getDetaileddiffMap().set(key, make(messages.PropertyDiff, { Kind: kind, Inputdiff: true }));
    }
    return response;
  }

  async create(request) {
    const inputs = request.getProperties().toJavaScript();
    if (request.getPreview()) return make(messages.CreateResponse, { Properties: struct({ ...inputs, endpoint: unknown }) });
    if (this.read(inputs.name)) throw new Error(`cannot create already existing resource '${inputs.name}'`);
    if (inputs.failWith) throw new Error(inputs.failWith);
    this.log('creating', inputs.name);
    if (inputs.delayMs) await delay(inputs.delayMs, undefined, { ref: false });
    this.write(inputs.name, inputs);
    this.log('create', inputs.name);
    if (inputs.loseAnswer) throw new Error(inputs.loseAnswer);
    if (inputs.dieAfterWrite) {
      process.emit('lab:die');
      await delay(60_000, undefined, { ref: false });
    }
    return make(messages.CreateResponse, { Id: inputs.name, Properties: struct(this.outputs(inputs)) });
  }

  answerRead(request) {
    const stored = this.read(request.getId());
    if (!stored) return new messages.ReadResponse();
    return make(messages.ReadResponse, { Id: request.getId(), Inputs: struct(stored), Properties: struct(this.outputs(stored)) });
  }

  update(request) {
    const inputs = request.getNews().toJavaScript();
    if (!request.getPreview()) {
      this.write(request.getId(), inputs);
      this.log('update', inputs.name);
    }
    return make(messages.UpdateResponse, { Properties: struct(this.outputs(inputs)) });
  }

  delete(request) {
    this.log('delete', request.getId());
    rmSync(this.file(request.getId()), { force: true });
    return new Empty();
  }
}

/** Serves the lab in this folder on a loopback port. */
exports.serveLab = async (folder) => {
  const lab = new Lab(folder);
  const server = new grpc.Server();
  server.addService(ResourceProviderService, lab.methods());
  const port = await new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, bound) => (error ? reject(error) : resolve(bound)));
  });
  return { lab, port, stop: () => server.forceShutdown() };
};
