# Sourced by the scripts beside it. `omgeving basis|dev` makes `.venv` when there is none, brings it
# up to the lock file when that changed, and leaves the interpreter in $python. Works from any
# folder, from a path with spaces, and when two scripts start at once.
set -euo pipefail
unset PYTHONHOME PYTHONPATH PIP_USER PIP_TARGET PIP_PREFIX

huis=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
python="$huis/.venv/bin/python"

# 3.12 en 3.11 eerst: daarvoor bestaat Redis als wheel, zodat er niets naast Python nodig is.
zoek_python() {
  local kandidaat
  for kandidaat in ${HANDHAVING_PYTHON:+"$HANDHAVING_PYTHON"} \
    python3.12 python3.11 python3.13 python3.14 python3 python; do
    if "$kandidaat" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' \
      >/dev/null 2>&1; then
      printf '%s\n' "$kandidaat"
      return 0
    fi
  done
  cat >&2 <<'FOUT'
Er is geen bruikbare Python gevonden. Nodig: Python 3.11 of hoger, met de modules venv en ensurepip
(op Debian en Ubuntu: het pakket python3-venv). Gezocht op PATH naar python3.12, python3.11,
python3.13, python3.14, python3 en python. Een andere plaats noemt u met HANDHAVING_PYTHON.
FOUT
  return 1
}

omgeving() {
  if [ -x "$python" ] && "$python" "$huis/scripts/omgeving.py" actueel "$1" 2>/dev/null; then
    return 0
  fi
  local maker
  maker=$(zoek_python) || exit 1
  "$maker" "$huis/scripts/omgeving.py" maak "$1" || exit 1
}
