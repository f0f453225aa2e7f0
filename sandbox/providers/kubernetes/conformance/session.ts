import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

import * as grpc from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import {
  CheckRequest,
  type CheckResponse,
  ConfigureRequest,
  type ConfigureResponse,
  DiffRequest,
  type DiffResponse,
  ErrorResourceInitFailed,
} from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";

import { asText, type JsonObject } from "../../wire/json";
import type { Plugin } from "./plugins";

export const toStruct = (object: JsonObject): Struct => Struct.fromJavaScript(object);
export const fromStruct = (struct: Struct | undefined): JsonObject => (struct ? struct.toJavaScript() : {});

/** A refusal as the engine sees it. */
export class Refusal extends Error {
  constructor(
    message: string,
    /** What the engine would keep in its state all the same. */
    readonly kept?: { readonly id: string; readonly properties: JsonObject },
  ) {
    super(message);
  }
}

function keptIn(error: grpc.ServiceError): Refusal["kept"] {
  const [encoded] = error.metadata.get("grpc-status-details-bin");
  if (!(encoded instanceof Buffer)) return undefined;
  const [detail] = Status.deserializeBinary(encoded).getDetailsList();
  if (detail?.getTypeName() !== "pulumirpc.ErrorResourceInitFailed") return undefined;
  const failure = ErrorResourceInitFailed.deserializeBinary(detail.getValue_asU8());
  return { id: failure.getId(), properties: fromStruct(failure.getProperties()) };
}

/** Calls a method of the client as a promise. */
export function ask<Response>(
  call: (callback: (error: grpc.ServiceError | null, response: Response) => void) => unknown,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    call((error, response) => {
      if (error) reject(new Refusal(error.details, keptIn(error)));
      else resolve(response);
    });
  });
}

/** As much of the engine as a plugin needs in order to start: a place for its log. */
async function startLog(): Promise<{ server: grpc.Server; address: string }> {
  const server = new grpc.Server();
  server.addService(EngineService, {
    log: (_: unknown, callback: grpc.sendUnaryData<Empty>) => callback(null, new Empty()),
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) => {
      if (error) reject(error);
      else resolve(bound);
    });
  });
  return { server, address: `127.0.0.1:${port}` };
}

async function portOf(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error("the plugin has no stdout");
  const lines = createInterface({ input: child.stdout });
  const [line] = (await Promise.race([
    once(lines, "line"),
    once(child, "exit").then(([code]) => {
      throw new Error(`the plugin ended with code ${String(code)} before it printed its port`);
    }),
  ])) as [string];
  return line;
}

/** A running plugin, driven as the engine drives it. */
export class Session {
  private constructor(
    readonly client: ResourceProviderClient,
    private readonly child: ChildProcess,
    private readonly log: grpc.Server,
  ) {}

  /** Starts a plugin and checks and configures it with these provider options. */
  static async start(plugin: Plugin, options: JsonObject): Promise<Session> {
    const session = await Session.unconfigured(plugin);
    const args = toStruct(options);
    const request = new ConfigureRequest().setArgs(args).setAcceptsecrets(true).setAcceptresources(true);
    request.setSendsOldInputs(true).setSendsOldInputsToDelete(true);
    for (const [key, value] of Object.entries(options)) {
      request.getVariablesMap().set(`kubernetes:config:${key}`, asText(value));
    }
    await ask<ConfigureResponse>((callback) => session.client.configure(request, callback));
    return session;
  }

  /** Starts a plugin that is told nothing yet. */
  static async unconfigured(plugin: Plugin): Promise<Session> {
    const { server, address } = await startLog();
    const child = spawn(plugin.command, [...plugin.args, address], { stdio: ["ignore", "pipe", "inherit"] });
    const client = new ResourceProviderClient(`127.0.0.1:${await portOf(child)}`, grpc.credentials.createInsecure());
    return new Session(client, child, server);
  }

  /** What is wrong with these provider options. */
  async optionProblems(options: JsonObject): Promise<string[]> {
    const request = new CheckRequest().setUrn(providerUrn).setNews(toStruct(options));
    const response = await ask<CheckResponse>((callback) => this.client.checkConfig(request, callback));
    return response.getFailuresList().map((failure) => failure.getReason());
  }

  /** Which provider options would replace the provider. */
  async optionReplacements(olds: JsonObject, news: JsonObject): Promise<string[]> {
    const request = new DiffRequest().setUrn(providerUrn).setOlds(toStruct(olds)).setNews(toStruct(news));
    const response = await ask<DiffResponse>((callback) =>
      this.client.diffConfig(request.setOldInputs(toStruct(olds)), callback),
    );
    return response.getReplacesList();
  }

  async cancel(): Promise<void> {
    await ask<Empty>((callback) => this.client.cancel(new Empty(), callback));
  }

  async stop(): Promise<void> {
    this.client.close();
    this.log.forceShutdown();
    if (this.child.exitCode !== null) return;
    const ended = once(this.child, "exit");
    this.child.kill("SIGKILL");
    await ended;
  }
}

const providerUrn = "urn:pulumi:test::conformance::pulumi:providers:kubernetes::provider";
