/** What previews and the check before an upgrade both go by: one calendar, and one rule of which versions fit each other. */
export type { Problem } from "../components/base/problems";
export { judgeSupport, type SupportCalendar } from "../components/base/support";
export {
  checkAddonVersions,
  EKS_CALENDAR,
  fitsKubernetes,
  kubernetesMinor,
  MAY_LAG,
} from "../components/cluster/kubernetes-versions";
export { NOTICE_DAYS } from "../infra/version-gate";
