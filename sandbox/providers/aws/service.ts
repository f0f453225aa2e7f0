import * as grpc from "@grpc/grpc-js";
import { version } from "@pulumi/aws/package.json";
import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb";
import {
  CheckResponse,
  ConfigureResponse,
  CreateResponse,
  DiffResponse,
  InvokeResponse,
  ProviderHandshakeResponse,
  ReadResponse,
  UpdateResponse,
  type CheckRequest,
  type ConfigureRequest,
  type CreateRequest,
  type DeleteRequest,
  type DiffRequest,
  type InvokeRequest,
  type ReadRequest,
  type UpdateRequest,
} from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { checkAnswer, diffAnswer, properties, struct } from "../wire/answers";
import { answering, introduction } from "../wire/calls";
import { changesBetween } from "../wire/changes";
import { logicalName } from "../wire/urn";
import type { Provider } from "./provider";

function refusing<Request, Response>(what: string): grpc.handleUnaryCall<Request, Response> {
  return answering(() => {
    throw new Error(`the stand-in for AWS has no ${what}.`);
  });
}

/** The calls on the provider's own configuration. */
function configuration(provider: Provider) {
  return {
    handshake: answering(() => new ProviderHandshakeResponse().setAcceptSecrets(true)),
    checkConfig: answering((request: CheckRequest): CheckResponse => {
      const inputs = properties(request.getNews());
      return checkAnswer({ inputs, failures: provider.checkOptions(inputs) });
    }),
    diffConfig: answering((request: DiffRequest): DiffResponse => {
      const changes = changesBetween(properties(request.getOldInputs()), properties(request.getNews()));
      const changed = changes.map(({ path }) => String(path[0]));
      const { DIFF_NONE, DIFF_SOME } = DiffResponse.DiffChanges;
      // What is in another account or region is something else.
      const replaces = changed.filter((option) => ["region", "allowedAccountIds"].includes(option));
      return new DiffResponse()
        .setChanges(changes.length === 0 ? DIFF_NONE : DIFF_SOME)
        .setDiffsList(changed)
        .setReplacesList(replaces);
    }),
    configure: answering((request: ConfigureRequest): ConfigureResponse => {
      provider.configure(properties(request.getArgs()));
      return new ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true);
    }),
  };
}

/** The calls on resources. */
function resources(provider: Provider) {
  return {
    check: answering((request: CheckRequest): CheckResponse => {
      const urn = request.getUrn();
      const naming = { logicalName: logicalName(urn), randomSeed: request.getRandomseed_asU8() };
      return checkAnswer(provider.check(urn, properties(request.getOlds()), properties(request.getNews()), naming));
    }),
    diff: answering((request: DiffRequest): DiffResponse =>
      diffAnswer(provider.diff(request.getUrn(), properties(request.getOldInputs()), properties(request.getNews()))),
    ),
    create: answering(async (request: CreateRequest): Promise<CreateResponse> => {
      const made = await provider.create(request.getUrn(), properties(request.getProperties()), request.getPreview());
      return new CreateResponse().setId(made.id).setProperties(struct(made.properties));
    }),
    update: answering(async (request: UpdateRequest): Promise<UpdateResponse> => {
      const [olds, news] = [properties(request.getOlds()), properties(request.getNews())];
      const updated = await provider.update(request.getUrn(), request.getId(), olds, news, request.getPreview());
      return new UpdateResponse().setProperties(struct(updated));
    }),
    read: answering((request: ReadRequest): ReadResponse => {
      const found = provider.read(request.getUrn(), request.getId());
      return found === undefined
        ? new ReadResponse()
        : new ReadResponse()
            .setId(request.getId())
            .setProperties(struct(found.properties))
            .setInputs(struct(found.inputs));
    }),
    delete: answering(async (request: DeleteRequest): Promise<Empty> => {
      await provider.delete(request.getUrn(), request.getId());
      return new Empty();
    }),
    invoke: answering((request: InvokeRequest): InvokeResponse =>
      new InvokeResponse().setReturn(struct(provider.invoke(request.getTok(), properties(request.getArgs())))),
    ),
  };
}

/** The gRPC service `ResourceProvider` (pulumi/pulumi, proto/pulumi/provider.proto) over a provider. */
export function service(provider: Provider): IResourceProviderServer {
  return {
    ...configuration(provider),
    ...resources(provider),
    ...introduction("aws", version),
    cancel: answering(() => new Empty()),
    attach: answering(() => new Empty()),
    call: refusing("methods"),
    construct: refusing("components"),
    parameterize: refusing("parameterized packages"),
    list: (call) => {
      call.emit("error", { code: grpc.status.UNIMPLEMENTED, details: "the stand-in for AWS lists nothing." });
    },
  };
}
