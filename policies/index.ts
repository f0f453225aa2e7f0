import { PolicyPack } from "@pulumi/policy";
import { imageVersion } from "./rules/image-version";

new PolicyPack("thoughts", { policies: [imageVersion] });
