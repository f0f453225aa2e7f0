import * as grpc from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";

import { endWithParent } from "../../../engine/process/parent";

/** The address of the engine that started this plugin: the one argument that is not a flag. */
export function engineAddress(): string | undefined {
  return process.argv.slice(2).find((argument) => !argument.startsWith("-"));
}

/**
 * Answers the engine until it asks to stop or is gone.
 * @param definition of the service. @default - the calls of a provider, with their messages read and written
 */
export function serve(
  implementation: grpc.UntypedServiceImplementation,
  definition: grpc.ServiceDefinition = ResourceProviderService,
): void {
  // A plugin has a process group of its own, so this is never the terminal's ctrl-C: the engine has no more requests. It
  // waits five seconds for a plugin that stays.
  process.on("SIGINT", () => process.exit(0));
  endWithParent();

  const server = new grpc.Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
  server.addService(definition, implementation);
  server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
    if (error) throw error;
    // The engine reads the port from the first line; nothing else may be written there.
    process.stdout.write(`${String(port)}\n`);
  });
}
