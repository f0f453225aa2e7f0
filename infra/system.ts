/** Label `app.kubernetes.io/part-of` of everything. */
export const SYSTEM = "thoughts";

/** The team that answers for the services. */
export const OWNER = "thoughts";

/** The services of the system, each described in `services/<name>.ts`, dependencies first. */
export const BACKENDS = ["users-backend", "thoughts-backend"] as const;
export const SERVICES = [...BACKENDS, "frontend"] as const;
export type BackendName = (typeof BACKENDS)[number];
export type ServiceName = (typeof SERVICES)[number];
