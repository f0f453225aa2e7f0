import { describe, expect, it } from "vitest";
import { parseCondition } from "./conditions";
import { Context, type ContextValue } from "./context";

/** Whether a condition on `aws:key` holds for a call that has this value. */
function holds(operator: string, wanted: string | readonly string[], given?: ContextValue, other = {}): boolean {
  const context = new Context(given === undefined ? {} : { "aws:key": given }, other);
  const condition = parseCondition(operator, "aws:Key", [wanted].flat(), "statement 1", true);
  return condition.holds(context.get(condition.key), context.variable);
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
describe("an operator of one value", () => {
  it.each([
    ["StringEquals", "johndoe", "johndoe", true],
    ["StringEquals", "johndoe", "JohnDoe", false],
    ["StringEquals", "john*", "johndoe", false],
    ["StringNotEquals", "johndoe", "JohnDoe", true],
    ["StringEqualsIgnoreCase", "johndoe", "JohnDoe", true],
    ["StringNotEqualsIgnoreCase", "johndoe", "JohnDoe", false],
    ["StringLike", "t1.*", "t1.micro", true],
    ["StringLike", "t1.*", "t2.micro", false],
    ["StringLike", "", "", true],
    ["StringNotLike", "t1.*", "t2.micro", true],
    ["NumericLessThanEquals", "10", "10", true],
    ["NumericLessThanEquals", "10", "11", false],
    ["NumericLessThan", "10", "9.5", true],
    ["NumericGreaterThan", "10", "ten", false],
    ["NumericNotEquals", "10", "10.0", false],
    ["NumericGreaterThanEquals", "100", "20", false],
    ["DateGreaterThan", "2020-01-01T00:00:01Z", "2020-01-01T00:00:02Z", true],
    ["DateGreaterThan", "2020-01-01T00:00:01Z", "2020-01-01T01:00:01+01:00", false],
    ["DateLessThan", "2020-01-01T00:00:01Z", "1577836800", true],
    ["DateGreaterThan", "2020-01-01T00:00:01Z", "1577836802", true],
    ["DateEquals", "2020-01-01", "2020-01-01T00:00:00Z", true],
    ["Bool", "false", "false", true],
    ["Bool", "false", "true", false],
    ["Bool", "True", "true", true],
    ["IpAddress", "203.0.113.0/24", "203.0.113.255", true],
    ["IpAddress", "203.0.113.0/24", "203.0.114.0", false],
    ["IpAddress", "203.0.113.7", "203.0.113.8", false],
    ["IpAddress", "2001:DB8:1234:5678::/64", "2001:db8:1234:5678::1", true],
    ["IpAddress", "203.0.113.0/24", "2001:db8:1234:5678::1", false],
    ["NotIpAddress", "203.0.113.0/24", "203.0.114.0", true],
    ["ArnEquals", "arn:aws:sns:us-west-2:123456789012:*", "arn:aws:sns:us-west-2:123456789012:topic", true],
    ["ArnNotLike", "arn:aws:sns:us-west-2:123456789012:*", "arn:aws:sns:us-west-2:123456789012:topic", false],
  ])("%s %s, given %s: %s", (operator, wanted, given, expected) => {
    expect(holds(operator, wanted, given)).toBe(expected);
  });

  it.each([
    ["StringEquals", false],
    ["StringLike", false],
    ["ArnLike", false],
    ["NumericEquals", false],
    ["DateLessThan", false],
    ["Bool", false],
    ["IpAddress", false],
    ["StringNotEquals", true],
    ["StringNotLike", true],
    ["ArnNotEquals", true],
    ["NumericNotEquals", true],
    ["NotIpAddress", true],
    ["StringEqualsIfExists", true],
    ["BoolIfExists", true],
    ["StringNotEqualsIfExists", true],
  ])("%s, where the call has no such key: %s", (operator, expected) => {
    expect(holds(operator, "1")).toBe(expected);
  });

  it("looks at a key that is there, with IfExists too", () => {
    expect(holds("StringLikeIfExists", ["t1.*", "t2.*", "m3.*"], "t2.micro")).toBe(true);
    expect(holds("StringLikeIfExists", ["t1.*", "t2.*", "m3.*"], "c5.large")).toBe(false);
  });

  it("Null asks whether the key is there", () => {
    expect(holds("Null", "true")).toBe(true);
    expect(holds("Null", "true", "2020-01-01")).toBe(false);
    expect(holds("Null", "false")).toBe(false);
    expect(holds("Null", "false", "2020-01-01")).toBe(true);
    expect(holds("Null", "false", [])).toBe(false);
  });
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
it("takes several values as OR, and as NOR where the operator is negated", () => {
  expect(holds("StringEquals", ["finance", "hr"], "hr")).toBe(true);
  expect(holds("StringEquals", ["finance", "hr"], "legal")).toBe(false);
  expect(holds("StringNotEquals", ["finance", "hr"], "hr")).toBe(false);
  expect(holds("StringNotEquals", ["finance", "hr"], "legal")).toBe(true);
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html and
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_multi-value-conditions.html
describe("an operator over several values", () => {
  const attributes = ["PostDateTime", "Message", "Tags"];

  it.each([
    ["ForAllValues:StringLike", attributes, ["PostDateTime", "Message"], true],
    ["ForAllValues:StringLike", attributes, ["PostDateTime", "UserName"], false],
    ["ForAllValues:StringLike", attributes, ["PostDateTime", "Message", "ID"], false],
    ["ForAllValues:StringLike", attributes, undefined, true],
    ["ForAllValues:StringLike", attributes, [], true],
    ["ForAllValues:StringLike", attributes, "", true],
    ["ForAllValues:StringNotEquals", attributes, undefined, true],
    ["ForAllValues:StringNotEquals", attributes, ["ID", "UserName"], true],
    ["ForAllValues:StringNotEquals", attributes, ["ID", "Tags"], false],
    ["ForAllValues:StringEqualsIfExists", attributes, ["ID"], false],
    ["ForAnyValue:StringLike", ["ID", "PostDateTime"], ["UserName", "Message", "PostDateTime"], true],
    ["ForAnyValue:StringLike", ["ID", "PostDateTime"], ["UserName"], false],
    ["ForAnyValue:StringLike", ["ID", "PostDateTime"], undefined, false],
    ["ForAnyValue:StringLike", ["ID", "PostDateTime"], [], false],
    ["ForAnyValue:StringLike", ["ID", "PostDateTime"], "", false],
    ["ForAnyValue:StringEqualsIfExists", ["ID", "PostDateTime"], undefined, true],
    ["ForAnyValue:StringNotEquals", ["ID", "PostDateTime"], ["ID", "UserName"], true],
    ["ForAnyValue:StringNotEquals", ["ID", "PostDateTime"], ["ID"], false],
  ])("%s %j, given %j: %s", (operator, wanted, given, expected) => {
    expect(holds(operator, wanted, given)).toBe(expected);
  });

  it("is needed where a key has several values", () => {
    expect(() => holds("StringEquals", "a", ["a"])).toThrow(
      "statement 1: StringEquals looks at aws:Key, which has several values. Write ForAllValues:StringEquals or ForAnyValue:StringEquals.",
    );
  });
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-no-value
describe("a variable in a condition", () => {
  it("is the value of another key, whatever its case", () => {
    expect(holds("StringEquals", "${aws:PrincipalTag/Team}", "red", { "aws:principaltag/team": "red" })).toBe(true);
  });

  it("that has no value is like nothing, so that a negated operator holds", () => {
    expect(holds("StringEquals", "${aws:PrincipalTag/team}", "red")).toBe(false);
    expect(holds("StringEquals", "${aws:PrincipalTag/team}", "${aws:PrincipalTag/team}")).toBe(false);
    expect(holds("StringNotEquals", "${aws:PrincipalTag/team}", "red")).toBe(true);
  });
});

it.each(["StringEqual", "BinaryEquals", "NullIfExists", "ForAllValues:Null", "ForSomeValues:StringEquals", "toString"])(
  "refuses the operator %s by its name",
  (operator) => {
    expect(() => holds(operator, "true")).toThrow(`statement 1: the condition operator ${operator} is not known.`);
  },
);

it("refuses a Null of anything but true and false", () => {
  expect(() => holds("Null", "yes")).toThrow("Null of aws:Key is yes. It is true (no such key) or false (a value).");
});
