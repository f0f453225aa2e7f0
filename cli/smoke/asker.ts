import { request as plain } from "node:http";
import { request as secure } from "node:https";
import { text } from "node:stream/consumers";
import type { Kubectl } from "../kubectl";

/** A request as a smoke test makes it. */
export interface Question {
  readonly url: string;
  /** Fields that are sent as JSON, by POST. @default - none: GET */
  readonly sends?: Readonly<Record<string, string>> | undefined;
}

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Asks from some place. @throws {Error} that says why there is no answer */
export type Asker = (question: Question) => Promise<Answer>;

/** An answer that takes longer counts as none. */
const ANSWER_SECONDS = 15;

/**
 * Asks from this machine.
 * @param addressOf where a host is, if no name server knows it. @default - the name server's answer
 */
export function outsideAsker(addressOf: (host: string) => string | undefined = () => undefined): Asker {
  return async ({ url, sends }) => {
    const { protocol, hostname, port, host, pathname, search } = new URL(url);
    const request = (protocol === "https:" ? secure : plain)({
      hostname: addressOf(hostname) ?? hostname,
      servername: hostname,
      port: port === "" ? undefined : port,
      path: `${pathname}${search}`,
      method: sends === undefined ? "GET" : "POST",
      headers: { host, ...(sends && { "content-type": "application/json" }) },
      agent: false,
      signal: AbortSignal.timeout(ANSWER_SECONDS * 1_000),
    });
    request.end(sends && JSON.stringify(sends));
    return new Promise((resolve, reject) => {
      request.on("error", reject);
      request.on("response", (response) => {
        text(response).then((body) => {
          resolve({ status: response.statusCode ?? 0, body });
        }, reject);
      });
    });
  };
}

/** What curl writes below the answer. */
const STATUS = "\nstatus ";

/** Asks from inside a pod, by the curl that each of our images has. The container of the service is the first one, which kubectl takes. */
export function podAsker(kubectl: Kubectl, pod: string): Asker {
  return async (question) => answerOf(await kubectl("exec", pod, "--", "curl", ...curlArgs(question)));
}

/** What curl is told. It takes every answer, whatever its status. */
export function curlArgs({ url, sends }: Question): readonly string[] {
  const body =
    sends === undefined ? [] : ["--header", "content-type: application/json", "--data", JSON.stringify(sends)];
  const limits = ["--silent", "--show-error", "--max-time", String(ANSWER_SECONDS)];
  return [...limits, "--write-out", `${STATUS}%{http_code}`, ...body, url];
}

export function answerOf(printed: string): Answer {
  const end = printed.lastIndexOf(STATUS);
  return { status: Number(printed.slice(end + STATUS.length)), body: printed.slice(0, Math.max(end, 0)) };
}
