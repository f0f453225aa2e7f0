import { SERVICES } from "../../../infra/system";
import { demos } from "../../env/demos";
import { table } from "../../table";
import { urlsOf } from "../../urls";

/** `env list`: every demo with its source, its versions and its address. Changes nothing. */
export function list(): void {
  const rows = demos().map(({ name, source, settings, isHere }) => {
    const versions = settings
      ? SERVICES.map((service) => `${service} ${settings.release.services[service].tag}`).join(", ")
      : `Pulumi.${name}.yaml is missing or not valid`;
    return [name, `of ${source ?? "?"}`, isHere ? (urlsOf(name).frontend ?? "not complete") : "not up here", versions];
  });
  if (rows.length === 0) {
    console.log("There is no demo. Make one: npx thoughts env clone local demo-anna");
    return;
  }
  console.log(table(rows).join("\n"));
}
