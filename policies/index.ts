import { PolicyPack } from "@pulumi/policy";
import { imageVersion } from "./rules/image-version";
import { statefulProtected } from "./rules/stateful-protected";
import { tagsRequired } from "./rules/tags-required";

new PolicyPack("thoughts", { policies: [imageVersion, statefulProtected, tagsRequired] });
