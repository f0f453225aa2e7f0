/** Label `app.kubernetes.io/part-of` of everything. */
export const SYSTEM = "thoughts";

/** The team that answers for the services. */
export const OWNER = "thoughts";
