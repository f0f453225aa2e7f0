import type { Cluster } from "../cluster";
import { at, objectsAt, textAt, type JsonObject } from "../../wire/json";
import { failed, READY, waiting, type Readiness, type Verdict } from "./verdict";

const CLASSES = "/apis/storage.k8s.io/v1/storageclasses";
const DEFAULT_CLASS = "storageclass.kubernetes.io/is-default-class";

function judge(live: JsonObject): Verdict {
  const phase = textAt(live, "status", "phase");
  if (phase === "Bound") return READY;
  return phase === "Lost" ? failed("the claim lost its volume") : waiting(`the claim is ${phase || "new"}, not Bound`);
}

/** A class that binds when the first pod comes would keep us waiting for a pod that waits for us. */
async function applies(live: JsonObject, cluster: Cluster): Promise<boolean> {
  const wanted = at(live, "spec", "storageClassName");
  const classes = objectsAt(await cluster.call({ method: "GET", path: CLASSES }), "items");
  const found =
    wanted === undefined
      ? classes.find((entry) => textAt(entry, "metadata", "annotations", DEFAULT_CLASS) === "true")
      : classes.find((entry) => textAt(entry, "metadata", "name") === wanted);
  return textAt(found, "volumeBindingMode") !== "WaitForFirstConsumer";
}

/** https://kubernetes.io/docs/concepts/storage/persistent-volumes/#binding. */
export const claim: Readiness = { judge, applies };
