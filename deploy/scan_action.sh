#!/usr/bin/env bash
# The CI action's scan: PATHS (one a line), SARIF (a file, or empty), FAIL_ON (flagged, unread or never), SEATRIAL.
set -uo pipefail

mapfile -t paths < <(sed '/^[[:space:]]*$/d' <<<"${PATHS:-.}")
"${SEATRIAL:-seatrial}" scan --quiet -- "${paths[@]}"
code=$?
if [ -n "${SARIF:-}" ]; then
  "${SEATRIAL:-seatrial}" scan --quiet --format sarif -- "${paths[@]}" >"$SARIF"
fi
case "${FAIL_ON:-unread}:$code" in
  never:1 | never:3 | flagged:3) exit 0 ;;
  flagged:* | unread:* | never:*) exit "$code" ;;
  *)
    echo "fail-on is ${FAIL_ON}: write flagged, unread or never" >&2
    exit 2
    ;;
esac
