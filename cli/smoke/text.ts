import type { Finding } from "./smoke";

/** What smoke tests found, one line a request: failures with what was asked and answered. */
export function findingLines(findings: readonly Finding[]): readonly string[] {
  const services = [...new Set(findings.map(({ service }) => service))];
  return services.flatMap((service) => {
    const own = findings.filter((finding) => finding.service === service);
    const shown = [...new Set(own.map(({ shows }) => shows))];
    return [service, ...shown.flatMap((shows) => testLines(own.filter((finding) => finding.shows === shows)))];
  });
}

/** One test: where it passed in a line, and each place where it failed. */
function testLines(findings: readonly Finding[]): readonly string[] {
  const [first] = findings;
  const passed = findings.filter(({ problem }) => problem === undefined).map(({ from }) => from);
  const failed = findings.filter(({ problem }) => problem !== undefined);
  return [
    ...(first === undefined || passed.length === 0 ? [] : [`  passed  ${first.shows} (from ${passed.join(", ")})`]),
    ...failed.flatMap(({ shows, from, question, problem = "" }) => [
      `  failed  ${shows} (from ${from})`,
      `          ${question}: ${problem}`,
    ]),
  ];
}

/** `12 of 14 requests are answered as they should be` */
export function countText(findings: readonly Finding[]): string {
  const passed = findings.filter(({ problem }) => problem === undefined).length;
  return passed === findings.length
    ? `all ${findings.length} requests are answered as they should be`
    : `${findings.length - passed} of ${findings.length} requests are not answered as they should be`;
}
