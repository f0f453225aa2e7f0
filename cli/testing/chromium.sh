#!/bin/bash
# Runs the chromium of the root file system in CHROMIUM_ROOT, in a mount namespace that goes with it.
set -euo pipefail
if [ "${1:-}" != --inside ]; then
  exec unshare --mount "$0" --inside "$@"
fi
shift
mount --make-rprivate /
for shared in dev proc sys tmp; do
  mkdir -p "$CHROMIUM_ROOT/$shared"
  mount --rbind "/$shared" "$CHROMIUM_ROOT/$shared"
done
exec chroot "$CHROMIUM_ROOT" /usr/lib/chromium/chromium-headless-shell "$@"
