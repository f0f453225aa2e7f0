/** The host in a name: `111111111111.dkr.ecr.us-west-2.amazonaws.com/thoughts/staging` is below that of the registry. */
export function hostOf(name: string): string {
  return name.split("/")[0] ?? name;
}
