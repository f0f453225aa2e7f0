export { SERVICES } from "../../infra/system";
