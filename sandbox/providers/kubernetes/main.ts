// Stand-in for the official Pulumi Kubernetes provider plugin, for machines where that plugin cannot be had.
import { engineAt } from "../wire/engine";
import { engineAddress, serve } from "../wire/serve";
import { Provider } from "./provider";
import { service } from "./service";

const provider = new Provider();
const address = engineAddress();
if (address !== undefined) provider.engine = engineAt(address);
serve(service(provider));
