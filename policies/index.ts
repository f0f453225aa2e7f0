import { PolicyPack } from "@pulumi/policy";
import { imageVersion } from "./rules/image-version";
import { nodesHoldPods } from "./rules/nodes-hold-pods";
import { rolesBounded } from "./rules/roles-bounded";
import { statefulProtected } from "./rules/stateful-protected";
import { tagsRequired } from "./rules/tags-required";

new PolicyPack("thoughts", { policies: [imageVersion, nodesHoldPods, rolesBounded, statefulProtected, tagsRequired] });
