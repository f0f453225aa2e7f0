import type { ServiceName } from "../../../infra/system";
import { releaseWithEdits } from "../../release/editions";
import { historyText } from "../../release/text";

/** `release history`: the revisions of a service that one can go back to. */
export function history(service: ServiceName, { stack }: { readonly stack: string }): void {
  console.log(historyText({ service, stack }, releaseWithEdits(stack).services[service]));
}
