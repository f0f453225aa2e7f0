import { textAt } from "../../wire/json";
import type { Thing } from "../cloud";
import type { Caller } from "./caller";
import type { ResourcePolicy } from "./evaluator";
import { parsePolicy, type Policy, type PolicyKind } from "./policy";

const ROLE = "aws:iam/role:Role";
const INLINE = "aws:iam/rolePolicy:RolePolicy";
const ATTACHED = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const MANAGED = "aws:iam/policy:Policy";

/** https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AdministratorAccess.html */
const ADMINISTRATOR = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
};

/** What an account has that says who may do what: roles with their policies, and policies of resources. */
export class Account {
  readonly #number: string;
  readonly #things: readonly Thing[];

  /**
   * @param number its 12 digits
   * @param things what is in it
   */
  constructor(number: string, things: readonly Thing[]) {
    this.#number = number;
    this.#things = things;
  }

  /**
   * A session of a role.
   * @param role its name
   * @param session what people call the session
   * @throws {Error} if there is no such role, or it has a policy of AWS's that is not known
   */
  session(role: string, session: string): Caller {
    const things = this.#things;
    const found = things.find(({ type, id }) => type === ROLE && id === role);
    if (found === undefined) {
      const roles = things.filter(({ type }) => type === ROLE).map(({ id }) => id);
      throw new Error(`there is no role ${role} in account ${this.#number}; it has ${roles.join(", ") || "none"}.`);
    }
    const bounded = textAt(found.inputs, "permissionsBoundary");
    return {
      arn: `arn:aws:sts::${this.#number}:assumed-role/${role}/${session}`,
      principalArn: `arn:aws:iam::${this.#number}:role${textAt(found.inputs, "path") || "/"}${role}`,
      account: this.#number,
      policies: things
        .filter(({ inputs }) => inputs.role === role)
        .flatMap((thing) => {
          if (thing.type === INLINE) return [policyIn("identity", textAt(thing.inputs, "name"), thing)];
          return thing.type === ATTACHED ? [this.#managed(textAt(thing.inputs, "policyArn"))] : [];
        }),
      ...(bounded !== "" && { boundary: this.#managed(bounded) }),
      // The plugin and the engine speak to AWS over TLS only.
      context: { "aws:SecureTransport": "true" },
    };
  }

  /** The policy of a resource. @param arn as a call has it: of a bucket, or of an object in it, of a key, of a repository */
  readonly policyOf = (arn: string): ResourcePolicy | undefined => {
    const [, , service = "", , , ...rest] = arn.split(":");
    const resource = rest.join(":");
    switch (service) {
      case "s3":
        return this.#attached("aws:s3/bucketPolicy:BucketPolicy", "bucket", resource.split("/")[0] ?? "");
      case "ecr":
        return this.#attached(
          "aws:ecr/repositoryPolicy:RepositoryPolicy",
          "repository",
          resource.replace("repository/", ""),
        );
      case "kms": {
        const key = this.#things.find(({ type, id }) => type === "aws:kms/key:Key" && resource === `key/${id}`);
        // A key without a policy of its own has one that lets IAM decide.
        if (key?.inputs.policy === undefined) return undefined;
        return { policy: policyIn("resource", `the key ${key.id}`, key), account: this.#number, decides: true };
      }
      default:
        return undefined;
    }
  };

  #attached(type: string, property: string, name: string): ResourcePolicy | undefined {
    const thing = this.#things.find((one) => one.type === type && one.inputs[property] === name);
    return thing && { policy: policyIn("resource", `${property} ${name}`, thing), account: this.#number };
  }

  #managed(arn: string): Policy {
    if (arn === "arn:aws:iam::aws:policy/AdministratorAccess") {
      return parsePolicy("identity", "AdministratorAccess", ADMINISTRATOR);
    }
    const thing = this.#things.find(({ type, id }) => type === MANAGED && id === arn);
    if (thing === undefined) {
      throw new Error(`the policy ${arn} is not known, so nobody who has it can be judged.`);
    }
    return policyIn("identity", textAt(thing.inputs, "name"), thing);
  }
}

function policyIn(kind: PolicyKind, name: string, { inputs }: Thing): Policy {
  return parsePolicy(kind, name, textAt(inputs, "policy"));
}
