import { describe, expect, it } from "vitest";
import { kubectlError } from "./kubectl-error";

const CLUSTER = { kubeconfig: "/k", context: "blue" };
const SERVER = "https://10.0.0.1:6443";
const LOOK = "See whether it runs and can be reached from here: kubectl --kubeconfig /k --context blue version";

describe("an error of kubectl", () => {
  it.each([
    [
      "the cluster refuses to let something be read",
      'Error from server (Forbidden): nodes is forbidden: User "x" cannot list resource "nodes" in API group "" at the cluster scope\n',
      "Forbidden",
      'The cluster of context blue refuses to list resource "nodes" in API group "" at the cluster scope (status 403); use credentials that may read all namespaces and nodes.',
    ],
    [
      "it refuses a path",
      'Error from server (Forbidden): forbidden: User "x" cannot get path "/metrics"\n',
      "Forbidden",
      'The cluster of context blue refuses to get path "/metrics" (status 403); use credentials that may read all namespaces and nodes.',
    ],
    [
      "it refuses what is more than reading",
      'Error from server (Forbidden): pods "a" is forbidden: User "x" cannot create resource "pods/exec" in API group "" in the namespace "b"\n',
      "Forbidden",
      'The cluster of context blue refuses to create resource "pods/exec" in API group "" in the namespace "b" (status 403); use credentials that may.',
    ],
    [
      "the credentials are not known, whatever is logged before",
      'E1129 22:18:06.166587   14697 memcache.go:265] "Unhandled Error" err="x"\nerror: You must be logged in to the server (the server has asked for the client to provide credentials)\n',
      "Unauthorized",
      "The cluster of context blue does not know the credentials of that context; renew them.",
    ],
    [
      "nothing listens there",
      "The connection to the server 10.0.0.1:6443 was refused - did you specify the right host or port?\n",
      "Unreachable",
      `The cluster of context blue can't be asked at ${SERVER}: the connection was refused. ${LOOK}`,
    ],
    [
      "the command for the credentials fails",
      "Unable to connect to the server: getting credentials: exec: executable aws failed with exit code 1\n",
      "Unreachable",
      `The cluster of context blue can't be asked at ${SERVER}: getting credentials: exec: executable aws failed with exit code 1. ${LOOK}`,
    ],
    [
      "there is no such object",
      'Error from server (NotFound): daemonsets.apps "kube-proxy" not found\n',
      "NotFound",
      'The cluster of context blue answers NotFound: daemonsets.apps "kube-proxy" not found',
    ],
    [
      "the server says something else",
      'Error from server (ServiceUnavailable): no endpoints available for service "prometheus"\n',
      "Other",
      'The cluster of context blue answers ServiceUnavailable: no endpoints available for service "prometheus"',
    ],
    [
      "a program in a container fails",
      "no such table\ncommand terminated with exit code 1\n",
      "Other",
      "The cluster of context blue answers no such table\ncommand terminated with exit code 1",
    ],
    ["it says nothing", "", "Other", "The cluster of context blue answers nothing that kubectl understands"],
  ])("says in a sentence that %s", (_, printed, failure, message) => {
    expect(kubectlError(CLUSTER, SERVER, printed)).toMatchObject({ failure, message });
  });
});
