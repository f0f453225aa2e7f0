import { expect, it } from "vitest";
import { isNarrowed } from "./narrowing";

it.each([
  [{ StringEquals: { "aws:SourceAccount": "111111111111" } }],
  [{ StringEquals: { "AWS:PrincipalOrgID": ["o-a1b2c3"] } }],
  [{ ArnLike: { "aws:SourceArn": "arn:aws:cloudfront::111111111111:distribution/*" } }],
  [{ ArnEquals: { "aws:SourceArn": "arn:aws:s3:::logs" } }],
  [{ StringEquals: { "aws:SourceVpce": "vpce-1" }, Bool: { "aws:SecureTransport": "true" } }],
  [{ IpAddress: { "aws:SourceIp": "198.51.100.0/24" } }],
  [{ StringEquals: { "kms:CallerAccount": "111111111111" } }],
])("a condition names who may: %j", (condition) => {
  expect(isNarrowed(condition)).toBe(true);
});

it.each([
  [undefined],
  [{ Bool: { "aws:SecureTransport": "true" } }],
  [{ StringEquals: { "aws:RequestedRegion": "us-west-2" } }],
  [{ StringLike: { "aws:Referer": "https://example.test/*" } }],
  [{ StringLike: { "aws:SourceArn": "*" } }],
  [{ ArnLike: { "aws:SourceArn": "arn:aws:*:*:*:*" } }],
  [{ ArnLike: { "aws:SourceArn": "arn:aws:s3:::*" } }],
  [{ StringLike: { "aws:PrincipalOrgID": ["o-a1b2c3", "*"] } }],
  [{ IpAddress: { "aws:SourceIp": "0.0.0.0/0" } }],
  [{ IpAddress: { "aws:SourceIp": ["198.51.100.0/24", "128.0.0.0/1"] } }],
  [{ NotIpAddress: { "aws:SourceIp": "198.51.100.0/24" } }],
  [{ StringNotEquals: { "aws:SourceAccount": "111111111111" } }],
  [{ StringEqualsIfExists: { "aws:SourceAccount": "111111111111" } }],
  [{ "ForAllValues:StringEquals": { "aws:PrincipalOrgPaths": "o-a1b2c3/r-1/" } }],
  [{ StringEquals: { "aws:SourceAccount": [] } }],
  [{ StringLike: { "aws:PrincipalOrgID": "o-*" } }],
  [{ StringLike: { "aws:PrincipalAccount": "1*" } }],
  [{ StringEquals: { "aws:PrincipalOrgID": "${aws:PrincipalOrgID}" } }],
  [{ ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/deploy" } }],
])("a condition lets in who is named nowhere: %j", (condition) => {
  expect(isNarrowed(condition)).toBe(false);
});
