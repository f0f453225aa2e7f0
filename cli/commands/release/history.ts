import { type ServiceName, SERVICES } from "../../../infra/system";
import { releaseWithEdits } from "../../release/editions";
import { historyText } from "../../release/text";

/** `release history`: the revisions of services that one can go back to. */
export function history(services: readonly ServiceName[], { stack }: { readonly stack: string }): void {
  const releases = releaseWithEdits(stack).services;
  const shown = services.length > 0 ? services : SERVICES;
  console.log(shown.map((service) => historyText({ service, stack }, releases[service])).join("\n\n"));
}
