interface Attribute {
  readonly key: string;
  readonly value: { readonly stringValue?: string };
}

interface Sent {
  readonly timeUnixNano: string;
  readonly severityNumber: number;
  readonly severityText: string;
  readonly body: { readonly stringValue: string };
  readonly attributes?: readonly Attribute[];
}

interface Request {
  readonly resourceLogs: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeLogs: readonly { readonly logRecords: readonly Sent[] }[];
  }[];
}

/** A log record of a request, with the attributes of its resource among its own. */
export interface LogRecord extends Pick<Sent, "timeUnixNano" | "severityNumber" | "severityText"> {
  readonly body: string;
  readonly attributes: Readonly<Record<string, string | undefined>>;
}

/**
 * The log records of a request of OTLP over HTTP, in JSON.
 * @see https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
 */
export function logRecordsOf(body: Buffer): readonly LogRecord[] {
  const { resourceLogs } = JSON.parse(body.toString()) as Request;
  return resourceLogs.flatMap(({ resource, scopeLogs }) =>
    scopeLogs.flatMap(({ logRecords }) =>
      logRecords.map((record) => ({
        ...record,
        body: record.body.stringValue,
        attributes: { ...plain(resource.attributes), ...plain(record.attributes) },
      })),
    ),
  );
}

function plain(attributes: readonly Attribute[] = []): LogRecord["attributes"] {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue]));
}
