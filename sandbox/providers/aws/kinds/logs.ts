import { z } from "zod";
import { textAt } from "../../wire/json";
import type { Kind } from "../kind";
import { encryptedBy } from "../references";
import { arn, tags, text } from "../values";

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html */
export const logGroup: Kind = {
  type: "aws:cloudwatch/logGroup:LogGroup",
  inputs: z.strictObject({
    name: text(/^(?!aws\/)[.\-_/#A-Za-z0-9]{1,512}$/, `1 to 512 letters, digits and ._-/#, not starting with "aws/"`),
    retentionInDays: z
      .number()
      .refine((given) => RETENTION_DAYS.includes(given), {
        error: ({ input }) => `${String(input)} is not allowed; use one of ${RETENTION_DAYS.join(", ")}`,
      })
      .optional(),
    kmsKeyId: arn.optional(),
    tags: tags.optional(),
  }),
  name: { property: "name", maxLength: 512 },
  replaces: ["name"],
  tagged: true,
  references: [encryptedBy("kmsKeyId")],
  key: (inputs) => textAt(inputs, "name"),
  taken: "ResourceAlreadyExistsException",
  id: (inputs) => textAt(inputs, "name"),
  outputs: (inputs, { account, region }) => ({
    arn: `arn:aws:logs:${region}:${account}:log-group:${textAt(inputs, "name")}`,
    region,
  }),
};

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogStream.html */
export const logStream: Kind = {
  type: "aws:cloudwatch/logStream:LogStream",
  inputs: z.strictObject({
    name: text(/^[^:*]{1,512}$/, `1 to 512 characters without ":" and "*"`),
    logGroupName: z.string(),
  }),
  name: { property: "name", maxLength: 512 },
  replaces: ["name", "logGroupName"],
  tagged: false,
  references: [
    {
      property: "logGroupName",
      to: "aws:cloudwatch/logGroup:LogGroup",
      by: "name",
      missing: "ResourceNotFoundException",
    },
  ],
  key: (inputs) => `${textAt(inputs, "logGroupName")}:${textAt(inputs, "name")}`,
  taken: "ResourceAlreadyExistsException",
  id: (inputs) => textAt(inputs, "name"),
  outputs: (inputs, { account, region }) => ({
    arn: `arn:aws:logs:${region}:${account}:log-group:${textAt(inputs, "logGroupName")}:log-stream:${textAt(inputs, "name")}`,
    region,
  }),
};
