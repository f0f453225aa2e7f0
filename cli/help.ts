import type { Command } from "commander";

/** A line to copy for each command, without `npx thoughts`. */
const EXAMPLES: Readonly<Record<string, string>> = {
  up: "up --refresh",
  preview: "preview staging production --base main --markdown --out preview.md",
  drift: "drift staging --out drift",
  rehearse: "rehearse staging --from HEAD~1",
  bootstrap: "bootstrap staging",
  deploy: "deploy staging",
  "env clone": "env clone local demo-anna --set services.frontend.image.tag=v3.8 --ttl 48h --owner shop",
  "env update": "env update demo-anna",
  "env list": "env list",
  "env show": "env show demo-anna",
  "env diff": "env diff local demo-anna",
  "env open": "env open demo-anna",
  "env sleep": "env sleep demo-anna",
  "env wake": "env wake demo-anna",
  "env extend": "env extend demo-anna --ttl 24h",
  "env sign-off": 'env sign-off demo-anna --by "Anna, shop"',
  "env destroy": "env destroy demo-anna",
  "env prune": "env prune --dry-run",
  "release start": 'release start frontend v3.8 --strategy canary --steps 10,50 --cause "search is new"',
  "release advance": "release advance frontend",
  "release finish": "release finish frontend",
  "release abort": "release abort frontend",
  "release rollback": 'release rollback frontend --cause "search is slow"',
  "release set start": 'release set start thoughts-backend=v1.7 frontend=v3.8 --cause "search in drafts"',
  "release set advance": "release set advance",
  "release set finish": "release set finish",
  "release set abort": "release set abort",
  "release set rollback": 'release set rollback --cause "search is slow"',
  "release status": "release status frontend",
  "release history": "release history frontend",
  "keys status": "keys status",
  "keys next": "keys next",
  "keys undo": "keys undo",
  "migrate status": "migrate status --plan migration.yaml",
  "migrate next": "migrate next",
  "migrate back": "migrate back",
  "migrate drain": "migrate drain old",
  "migrate maintenance": "migrate maintenance new",
  "migrate ready": "migrate ready",
  "migrate render": "migrate render",
  "secrets list": "secrets list staging",
  "secrets set": "secrets set staging slack-webhook < file",
  "upgrade check": "upgrade check --to 1.36",
  preflight: "preflight staging",
  render: "render staging --to rendered",
  plan: "plan staging --from HEAD~1",
  "ci pull-request": "ci pull-request --base main --checks changed",
  "ci demo": "ci demo --event event.json",
  "ci rules": "ci rules",
  "ci comment": "ci comment preview/comment.md --pull-request 12",
  "ci accounts": "ci accounts",
  "ci images": "ci images staging",
  "ci approval": "ci approval production",
  "ci tell": "ci tell staging --result failure --report deployment/staging.md",
  flags: "flags",
  images: "images",
  "images push": "images push staging",
  "images build": "images build staging --ref refs/tags/v3.8",
  "images promote": "images promote frontend v3.8 --from staging --to production",
  "images diff": "images diff",
  "images list": "images list frontend",
  smoke: "smoke local frontend",
  cost: "cost staging",
  plot: "plot --to dashboards.html --minutes 30",
  kubeconfig: 'kubeconfig    for a shell: eval "$(npx thoughts kubeconfig)"',
  status: "status --watch",
  versions: "versions staging production",
  ui: "ui --port 8080",
  down: "down",
  clean: "clean",
};

/** Completes the help of each command below one: its example, and which of its options are required. */
export function completeHelp(command: Command, path: readonly string[] = []): void {
  for (const child of command.commands) {
    const words = [...path, child.name()];
    const example = EXAMPLES[words.join(" ")];
    if (example !== undefined) {
      child.addHelpText("after", `\nExample:\n  npx thoughts ${example}`);
    }
    for (const option of child.options.filter(({ mandatory }) => mandatory)) {
      option.description += " (required)";
    }
    completeHelp(child, words);
  }
}
