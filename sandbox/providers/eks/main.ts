// Stand-in for the official Pulumi EKS provider plugin: its clusters are entries in a cloud that does not exist, and their
// kubeconfig is that of a control plane that runs on this machine.
import { main } from "@pulumi/pulumi/provider";
import { endWithParent } from "../../../engine/process/parent";
import { Provider } from "./provider";

const kubeconfig = process.env.EKS_STAND_IN_KUBECONFIG;
if (kubeconfig === undefined) {
  throw new Error("EKS_STAND_IN_KUBECONFIG is not set; it has to name the kubeconfig that clusters are to give.");
}
endWithParent();
// Without a role, whoever runs the program is the cluster's administrator.
const signsIn = process.env.EKS_STAND_IN_ROLE !== undefined;
void main(new Provider(kubeconfig, signsIn), process.argv.slice(2));
