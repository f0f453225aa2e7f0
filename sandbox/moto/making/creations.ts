import { type Moto, MOTO_ACCOUNT } from "../moto";
import { budgetCreations, identityCreations, keyCreations, logCreations } from "./account";
import type { Creations } from "./creation";
import { certificateCreations, clusterCreations, scalingCreations, zoneCreations } from "./edge";
import { networkCreations } from "./network";
import { bucketCreations, databaseCreations, registryCreations } from "./storage";

/** Types that moto does not have, or that no API makes, each with the reason. */
export const NOT_MADE: Readonly<Record<string, string>> = {
  "aws:acm/certificateValidation:CertificateValidation": "it waits until a certificate is issued; no API makes it",
  "aws:eks/accessEntry:AccessEntry": "moto 5.2 has no access entries",
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": "moto 5.2 has no access entries",
  "aws:eks/addon:Addon": "moto 5.2 has no add-ons of EKS",
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": "moto 5.2 has no Pod Identity",
};

/** How each type is made by AWS's SDK in this moto. */
export function creationsIn(moto: Moto): Creations {
  const settings = moto.client;
  return {
    ...budgetCreations(settings, MOTO_ACCOUNT),
    ...bucketCreations(settings),
    ...certificateCreations(settings),
    ...clusterCreations(settings),
    ...databaseCreations(settings),
    ...identityCreations(settings),
    ...keyCreations(settings),
    ...logCreations(settings),
    ...networkCreations(settings),
    ...registryCreations(settings),
    ...scalingCreations(settings),
    ...zoneCreations(settings),
  };
}
