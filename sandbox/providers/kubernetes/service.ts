import * as grpc from "@grpc/grpc-js";
import type { PluginAttach } from "@pulumi/pulumi/proto/plugin_pb";
import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb";
import {
  CheckRequest,
  CheckResponse,
  ConfigureResponse,
  CreateResponse,
  DiffResponse,
  ProviderHandshakeResponse,
  ReadResponse,
  UpdateResponse,
  type ConfigureRequest,
  type CreateRequest,
  type DeleteRequest,
  type DiffRequest,
  type ReadRequest,
  type UpdateRequest,
} from "@pulumi/pulumi/proto/provider_pb";
import { version } from "@pulumi/kubernetes/package.json";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";

import { checkAnswer, diffAnswer, properties, struct } from "../wire/answers";
import { errorAnswer } from "./answers";
import type { Autonaming } from "./check";
import { answering as answeringWith, introduction } from "../wire/calls";
import { engineAt } from "../wire/engine";
import type { Json } from "../wire/json";
import { logicalName } from "../wire/urn";
import { refusal } from "./kinds";
import { optionProblems, optionsDifference } from "./options";
import type { Provider, Target } from "./provider";
import { scrubber } from "./scrub";

/** Answers a call; what goes wrong is told without the secrets among the request's own properties. */
function answering<Request, Response>(
  answer: (request: Request) => Response | Promise<Response>,
  sensitive: (request: Request) => Json[] = () => [],
): grpc.handleUnaryCall<Request, Response> {
  return answeringWith(answer, (error, request) => errorAnswer(error, scrubber(...sensitive(request))));
}

/** A call that this provider does not take, refused by the name of what was asked for. */
function refusing<Request, Response>(
  name: (request: Request) => string,
  reason: string,
): grpc.handleUnaryCall<Request, Response> {
  return answering((request) => {
    throw new Error(refusal(name(request), reason));
  });
}

function autonaming(request: CheckRequest): Autonaming | undefined {
  const options = request.getAutonaming();
  if (!options) return undefined;
  const { Mode } = CheckRequest.AutonamingOptions;
  const mode = { [Mode.PROPOSE]: "propose", [Mode.ENFORCE]: "enforce", [Mode.DISABLE]: "disabled" } as const;
  return { mode: mode[options.getMode()], proposedName: options.getProposedName() };
}

const target = (request: { getUrn(): string; getTimeout?(): number }): Target => ({
  urn: request.getUrn(),
  timeout: request.getTimeout?.() ?? 0,
});

/** The calls on the provider's own configuration. */
function configuration(provider: Provider) {
  return {
    handshake: answering(() =>
      new ProviderHandshakeResponse()
        .setAcceptSecrets(true)
        .setAcceptResources(false)
        .setAcceptOutputs(false)
        .setSupportsAutonamingConfiguration(true),
    ),
    checkConfig: answering((request: CheckRequest) => {
      const news = properties(request.getNews());
      return checkAnswer({ inputs: news, failures: optionProblems(news) });
    }),
    diffConfig: answering((request: DiffRequest) => {
      const olds = request.hasOldInputs() ? request.getOldInputs() : request.getOlds();
      const { changed, replaces } = optionsDifference(properties(olds), properties(request.getNews()));
      const { DIFF_NONE, DIFF_SOME } = DiffResponse.DiffChanges;
      return new DiffResponse()
        .setChanges(changed.length === 0 ? DIFF_NONE : DIFF_SOME)
        .setDiffsList([...changed])
        .setReplacesList([...replaces]);
    }),
    configure: answering((request: ConfigureRequest) => {
      provider.configure(properties(request.getArgs()));
      return new ConfigureResponse()
        .setAcceptsecrets(true)
        .setSupportspreview(true)
        .setAcceptresources(false)
        .setAcceptoutputs(false)
        .setSupportsAutonamingConfiguration(true);
    }),
  };
}

/** The calls on resources. */
function resources(provider: Provider) {
  return {
    check: answering(
      async (request: CheckRequest): Promise<CheckResponse> => {
        const naming = {
          logicalName: logicalName(request.getUrn()),
          randomSeed: request.getRandomseed_asU8(),
          autonaming: autonaming(request),
        };
        const news = properties(request.getNews());
        return checkAnswer(await provider.check(request.getUrn(), properties(request.getOlds()), news, naming));
      },
      (request) => [properties(request.getNews())],
    ),
    diff: answering(
      async (request: DiffRequest): Promise<DiffResponse> => {
        const [olds, oldInputs] = [properties(request.getOlds()), properties(request.getOldInputs())];
        const news = properties(request.getNews());
        return diffAnswer(await provider.diff(request.getUrn(), olds, oldInputs, news, request.getIgnorechangesList()));
      },
      (request) => [properties(request.getNews())],
    ),
    create: answering(
      async (request: CreateRequest): Promise<CreateResponse> => {
        const inputs = properties(request.getProperties());
        const created = await provider.create(target(request), inputs, request.getPreview());
        return new CreateResponse().setId(created.id).setProperties(struct(created.properties));
      },
      (request) => [properties(request.getProperties())],
    ),
    update: answering(
      async (request: UpdateRequest): Promise<UpdateResponse> => {
        const [olds, news] = [properties(request.getOlds()), properties(request.getNews())];
        return new UpdateResponse().setProperties(
          struct(await provider.update(target(request), olds, news, request.getPreview())),
        );
      },
      (request) => [properties(request.getNews()), properties(request.getOlds())],
    ),
    read: answering(
      async (request: ReadRequest): Promise<ReadResponse> => {
        const [state, inputs] = [properties(request.getProperties()), properties(request.getInputs())];
        const found = await provider.read(target(request), request.getId(), state, inputs);
        const response = new ReadResponse().setId(found.id);
        return found.id === ""
          ? response
          : response.setProperties(struct(found.properties)).setInputs(struct(found.inputs));
      },
      (request) => [properties(request.getInputs()), properties(request.getProperties())],
    ),
    delete: answering(
      async (request: DeleteRequest): Promise<Empty> => {
        const [state, inputs] = [properties(request.getProperties()), properties(request.getOldInputs())];
        await provider.delete(target(request), request.getId(), state, inputs);
        return new Empty();
      },
      (request) => [properties(request.getProperties())],
    ),
  };
}

/** The gRPC service `ResourceProvider` (pulumi/pulumi, proto/pulumi/provider.proto) over a provider. */
export function service(provider: Provider): IResourceProviderServer {
  return {
    ...configuration(provider),
    ...resources(provider),
    ...introduction("kubernetes", version),
    cancel: answering(() => {
      provider.cancel();
      return new Empty();
    }),
    attach: answering((request: PluginAttach) => {
      provider.engine = engineAt(request.getAddress());
      return new Empty();
    }),
    invoke: refusing((request) => request.getTok(), "functions run in the official plugin only"),
    call: refusing((request) => request.getTok(), "methods run in the official plugin only"),
    construct: refusing((request) => request.getType(), "components of several objects are not built here"),
    parameterize: refusing(() => "a parameterized package", "packages made from CRDs need the official plugin"),
    list: (call) => {
      const message = refusal(call.request.getToken(), "listing objects needs the official plugin");
      call.emit("error", { code: grpc.status.UNIMPLEMENTED, details: message });
    },
  };
}
