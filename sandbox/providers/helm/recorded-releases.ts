import {
  CheckRequest,
  CreateRequest,
  CreateResponse,
  DeleteRequest,
  DiffRequest,
  ReadRequest,
  ReadResponse,
  UpdateRequest,
  UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import type { Message } from "google-protobuf";
import { checkAnswer, diffAnswer, properties, struct } from "../wire/answers";
import { numberAt, textAt, type JsonObject } from "../wire/json";
import { logicalName, tokenOf } from "../wire/urn";
import { isUnknown } from "../wire/values";
import type { ChartRepositories } from "./chart-repositories";
import type { Plugin } from "./plugin";
import type { Answer, Answers } from "./relay";
import { checkRelease, diffRelease, outputsOf, recordOf, RELEASE } from "./release";

/** A request that names a resource. */
interface Request extends Message {
  getUrn(): string;
}

/** How to read a request from its bytes. */
interface RequestType<R extends Request> {
  deserializeBinary(bytes: Uint8Array): R;
}

/**
 * Releases whose charts can't be fetched: what was asked for is checked, and recorded in the cluster as a ConfigMap, which
 * the official plugin writes and deletes.
 */
export class RecordedReleases {
  constructor(
    private readonly plugin: Plugin,
    private readonly repositories: ChartRepositories,
  ) {}

  /** The calls on such releases; every other call is left to the plugin. */
  answers(): Answers {
    return {
      check: this.#answering(CheckRequest, inputsOf, (request) =>
        Promise.resolve(checkAnswer(checkRelease(inputsOf(request)))),
      ),
      diff: this.#answering(DiffRequest, inputsOf, (request) =>
        Promise.resolve(diffAnswer(diffRelease(properties(request.getOldInputs()), inputsOf(request)))),
      ),
      create: this.#answering(CreateRequest, stateOf, (request) => this.#create(request)),
      read: this.#answering(ReadRequest, stateOf, (request) => this.#read(request)),
      update: this.#answering(UpdateRequest, inputsOf, (request) => this.#update(request)),
      delete: this.#answering(DeleteRequest, stateOf, (request) => this.#delete(request)),
    };
  }

  #answering<R extends Request>(
    type: RequestType<R>,
    release: (request: R) => JsonObject,
    answer: (request: R) => Promise<Message | Buffer>,
  ): Answer {
    return async (bytes) => {
      // Most calls are on other resources, and reading one takes as long as answering it.
      if (!bytes.includes(RELEASE)) {
        return undefined;
      }
      const request = type.deserializeBinary(bytes);
      if (tokenOf(request.getUrn()) !== RELEASE || !(await this.#isRecorded(release(request)))) {
        return undefined;
      }
      const answered = await answer(request);
      return Buffer.isBuffer(answered) ? answered : Buffer.from(answered.serializeBinary());
    };
  }

  async #isRecorded(release: JsonObject): Promise<boolean> {
    const repository = textAt(release, "repositoryOpts", "repo");
    return repository !== "" && !isUnknown(repository) && !(await this.repositories.isReachable(repository));
  }

  async #create(request: CreateRequest): Promise<CreateResponse> {
    const inputs = stateOf(request);
    if (!request.getPreview()) {
      const record = new CreateRequest().setUrn(recordUrn(request)).setProperties(struct(recordOf(inputs)));
      await this.#call("Create", record);
    }
    const id = `${textAt(inputs, "namespace")}/${textAt(inputs, "name")}`;
    return new CreateResponse().setId(id).setProperties(struct(outputsOf(inputs, 1)));
  }

  async #update(request: UpdateRequest): Promise<UpdateResponse> {
    const [olds, news] = [properties(request.getOlds()), inputsOf(request)];
    if (!request.getPreview()) {
      const record = new UpdateRequest()
        .setUrn(recordUrn(request))
        .setId(recordId(news))
        .setOlds(recordState(olds))
        .setOldInputs(struct(recordOf(olds)))
        .setNews(struct(recordOf(news)));
      await this.#call("Update", record);
    }
    const revision = numberAt(olds, 0, "status", "revision") + 1;
    return new UpdateResponse().setProperties(struct(outputsOf(news, revision)));
  }

  /** A release whose record is gone is gone. */
  async #read(request: ReadRequest): Promise<ReadResponse> {
    const state = stateOf(request);
    const record = new ReadRequest()
      .setUrn(recordUrn(request))
      .setId(recordId(state))
      .setProperties(recordState(state))
      .setInputs(struct(recordOf(state)));
    const found = ReadResponse.deserializeBinary(await this.#call("Read", record));
    const there = new ReadResponse()
      .setId(request.getId())
      .setProperties(request.getProperties())
      .setInputs(request.getInputs());
    return found.getId() === "" ? new ReadResponse() : there;
  }

  #delete(request: DeleteRequest): Promise<Buffer> {
    const state = stateOf(request);
    const record = new DeleteRequest()
      .setUrn(recordUrn(request))
      .setId(recordId(state))
      .setProperties(recordState(state))
      .setOldInputs(struct(recordOf(state)));
    return this.#call("Delete", record);
  }

  #call(method: string, request: Message): Promise<Buffer> {
    return this.plugin.call(`/pulumirpc.ResourceProvider/${method}`, Buffer.from(request.serializeBinary()));
  }
}

function inputsOf(request: CheckRequest | DiffRequest | UpdateRequest): JsonObject {
  return properties(request.getNews());
}

function stateOf(request: CreateRequest | ReadRequest | DeleteRequest): JsonObject {
  return properties(request.getProperties());
}

function recordUrn(request: Request): string {
  const [scheme = "", stack = ""] = request.getUrn().split("::");
  return [scheme, stack, "kubernetes:core/v1:ConfigMap", `${logicalName(request.getUrn())}-record`].join("::");
}

function recordId(release: JsonObject): string {
  const { metadata } = recordOf(release) as { metadata: JsonObject };
  return `${textAt(metadata, "namespace")}/${textAt(metadata, "name")}`;
}

/** The record as the plugin keeps a resource in the state: what there is, and in it what was asked for. */
function recordState(release: JsonObject) {
  return struct({ ...recordOf(release), __inputs: recordOf(release) });
}
