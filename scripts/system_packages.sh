#!/usr/bin/env bash
# Install the few system libraries that are missing, on Debian and its relatives.
#
#   scripts/system_packages.sh run     what drawing PDF files needs
#   scripts/system_packages.sh test    that, and what the tests compare with
#
# With nothing missing it does nothing, also without a network. Where it may not install, it says in one
# sentence what to install, and goes on: whatever needs the package will say so itself.
set -euo pipefail

python=${PYTHON:-python3}
purpose=${1:-run}
missing=()

has_package() { dpkg -s "$1" 2>/dev/null | grep -q '^Status: install ok installed'; }
need_package() { has_package "$1" || missing+=("$1"); }
# A program may come from another package, as soffice does from the desktop's LibreOffice, which the small one would replace.
need_program() { command -v "$1" >/dev/null || missing+=("$2"); }
say() { printf '%s\n' "$*" >&2; }

if ! command -v dpkg >/dev/null; then
  say "This is no Debian system: please see that Pango 1.44 or newer is installed (see README.md)."
  exit 0
fi

"$python" -c 'import ensurepip, venv' 2>/dev/null || missing+=(python3-venv)
need_package libpango-1.0-0
need_package libpangoft2-1.0-0
need_package libharfbuzz-subset0
if [ "$purpose" = test ]; then
  need_program soffice libreoffice-writer-nogui
  need_program pdftotext poppler-utils
  need_program fc-match fontconfig
  need_program qpdf qpdf
  need_program chromium chromium
fi
[ ${#missing[@]} -gt 0 ] || exit 0

if [ "$(id -u)" = 0 ]; then
  as_root=()
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
  as_root=(sudo -n)
else
  say "Please install: sudo apt-get install ${missing[*]}"
  exit 0
fi

# Never a question, and never at the cost of something installed. apt speaks only where a machine listens, or on failure.
apt_get() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y "$@"; }
install_missing() { apt_get install --no-install-recommends --no-remove "${missing[@]}"; }
log=$(mktemp)
trap 'rm -f "$log"' EXIT
say "Installing ${missing[*]}"
if ! { apt_get update && install_missing; } >"$log" 2>&1; then
  tail -n 5 "$log" >&2
  say "Could not install them; please install by hand: sudo apt-get install ${missing[*]}"
elif [ "${CI:-}" = true ]; then
  cat "$log"
fi
