/**
 * A commit in seven digits, whatever Git itself would show: for people, and as the tag of its images, where who builds them and
 * who looks for them have to agree. Seven, as `docker/metadata-action` has it.
 * @see https://github.com/docker/metadata-action#typesha
 */
export function shortHash(commit: string): string {
  return commit.slice(0, 7);
}
