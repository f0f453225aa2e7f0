/** How requests from outside come in. */
export interface Edge {
  readonly ingressClassName: string;
  /** The parent of all host names: the frontend is `frontend.<domain>`. */
  readonly domain: string;
  /**
   * Whether the backends have hosts too, and every Service a port on the nodes. Their `/admin/*` asks for no password, so
   * this is for a machine of one's own only.
   */
  readonly backendsReachable: boolean;
}
