import { credentials, Metadata } from "@grpc/grpc-js";
import type { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";

/** What the plugin that listens on the port says of itself. @returns undefined if it does not answer in time */
export async function pluginInfo(port: string, milliseconds: number): Promise<PluginInfo | undefined> {
  const client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
  try {
    return await new Promise((resolve) => {
      const until = { deadline: Date.now() + milliseconds };
      client.getPluginInfo(new Empty(), new Metadata(), until, (_, answer?: PluginInfo) => resolve(answer));
    });
  } finally {
    client.close();
  }
}
