// A stand-in for RDS: it answers what a drill asks as RDS's reference has it, and its servers are real PostgreSQL servers.
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { RunningPostgres } from "./postgres";

export interface TestRds {
  readonly url: string;
  /** What was asked, in order: the action, and its parameters. */
  readonly asked: readonly URLSearchParams[];
  /** The names of the servers that there are. */
  names(): readonly string[];
  /** Puts a server there. */
  add(name: string, server: RunningPostgres): void;
  stop(): Promise<void>;
}

export interface TestRdsArgs {
  /** What a copy is made from, and when: what its data has. */
  readonly backup: () => Promise<RunningPostgres>;
  /** Until when what was written can be had back. */
  readonly restorableUntil: () => Date;
}

const VERSION = "http://rds.amazonaws.com/doc/2014-10-31/";

/** @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBInstances.html */
export async function testRds({ backup, restorableUntil }: TestRdsArgs): Promise<TestRds> {
  const servers = new Map<string, RunningPostgres>();
  const asked: URLSearchParams[] = [];
  const answers: Readonly<Record<string, (parameters: URLSearchParams) => Promise<string>>> = {
    DescribeDBInstances: (parameters) => {
      const found = described(parameters.get("DBInstanceIdentifier"), servers, restorableUntil());
      return Promise.resolve(`<DBInstances>${found}</DBInstances>`);
    },
    RestoreDBInstanceToPointInTime: async (parameters) => {
      const copy = parameters.get("TargetDBInstanceIdentifier") ?? "";
      if (servers.has(copy)) {
        throw new Fault("DBInstanceAlreadyExists", copy);
      }
      servers.set(copy, await backup());
      return described(copy, servers, restorableUntil());
    },
    DeleteDBInstance: async (parameters) => {
      const name = parameters.get("DBInstanceIdentifier") ?? "";
      const deleted = described(name, servers, restorableUntil());
      await servers.get(name)?.stop();
      servers.delete(name);
      return deleted;
    },
  };
  const answer = async (action: string, parameters: URLSearchParams): Promise<string> => {
    const known = answers[action];
    if (known === undefined) {
      throw new Fault("InvalidAction", action);
    }
    return known(parameters);
  };
  const http = createServer((request, response) => {
    void respond(request, response, asked, answer);
  }).listen(0, "127.0.0.1");
  await once(http, "listening");
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    asked,
    names: () => [...servers.keys()],
    add: (name, server) => servers.set(name, server),
    stop: async () => {
      http.close();
      await Promise.all([...servers.values()].map((server) => server.stop()));
    },
  };
}

/** Answers in the form of AWS's query protocol. */
async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  asked: URLSearchParams[],
  answer: (action: string, parameters: URLSearchParams) => Promise<string>,
): Promise<void> {
  const parameters = new URLSearchParams(await text(request));
  const action = parameters.get("Action") ?? "";
  asked.push(parameters);
  response.setHeader("content-type", "text/xml");
  try {
    const inner = `<${action}Result>${await answer(action, parameters)}</${action}Result>`;
    response.end(`<${action}Response xmlns="${VERSION}">${inner}</${action}Response>`);
  } catch (error) {
    if (!(error instanceof Fault)) {
      throw error;
    }
    const fault = `<Type>Sender</Type><Code>${error.name}</Code><Message>${error.message}</Message>`;
    response.statusCode = 404;
    response.end(`<ErrorResponse xmlns="${VERSION}"><Error>${fault}</Error></ErrorResponse>`);
  }
}

class Fault extends Error {
  constructor(code: string, message: string) {
    super(message);
    this.name = code;
  }
}

function described(name: string | null, servers: ReadonlyMap<string, RunningPostgres>, until: Date): string {
  const server = servers.get(name ?? "");
  if (server === undefined) {
    throw new Fault("DBInstanceNotFound", `DBInstance ${name ?? ""} not found.`);
  }
  return (
    `<DBInstance><DBInstanceIdentifier>${name ?? ""}</DBInstanceIdentifier><DBInstanceStatus>available</DBInstanceStatus>` +
    `<DBInstanceClass>db.t4g.micro</DBInstanceClass><LatestRestorableTime>${until.toISOString()}</LatestRestorableTime>` +
    `<Endpoint><Address>127.0.0.1</Address><Port>${server.port}</Port></Endpoint>` +
    "<DBSubnetGroup><DBSubnetGroupName>subnets</DBSubnetGroupName></DBSubnetGroup>" +
    "<DBParameterGroups><DBParameterGroup><DBParameterGroupName>parameters</DBParameterGroupName></DBParameterGroup>" +
    "</DBParameterGroups><VpcSecurityGroups><VpcSecurityGroupMembership><VpcSecurityGroupId>sg-1</VpcSecurityGroupId>" +
    "</VpcSecurityGroupMembership></VpcSecurityGroups>" +
    "<TagList><Tag><Key>environment</Key><Value>staging</Value></Tag><Tag><Key>aws:owner</Key><Value>rds</Value></Tag>" +
    "</TagList></DBInstance>"
  );
}
