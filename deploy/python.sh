#!/bin/sh
# Which Python `make setup` makes .venv with: its path on standard output, and in one line why on standard error.
#
# Of python3 and python3.14 to python3.11, wherever PATH finds them, the first as a shell would take them, unless another
# serves better: one that can make an environment at all, one with headers where there is a compiler for `make fast`, one
# that was optimised when it was built. The compiled core spends most of its time in the interpreter, and one built
# without profile-guided optimisation, as pyenv does it unless told otherwise, makes it a tenth slower (decision 10).
# `make setup PYTHON=…` takes another.

# Says what a Python is: its version, then whole, headers, optimised as far as they hold. A build tells its options by
# sysconfig; Debian and Ubuntu keep those out of it, but build theirs so, and are known by their scheme.
probe='
import importlib.util as find, pathlib, sys, sysconfig
if not (3, 11) <= sys.version_info[:2] <= (3, 14):
    sys.exit(1)
of = lambda name: str(sysconfig.get_config_var(name) or "")
print(sys.version.split()[0])
print("number=%d%02d%02d" % sys.version_info[:3])
if all(find.find_spec(name) for name in ("ensurepip", "venv", "_ctypes", "_sqlite3", "_ssl")):
    print("whole")
if pathlib.Path(sysconfig.get_path("include"), "Python.h").exists():
    print("headers")
if ("--enable-optimizations" in of("CONFIG_ARGS") or "-fprofile" in of("PY_CFLAGS_NODIST")
        or sysconfig.get_default_scheme() == "posix_local"):
    print("optimised")
'

first='' first_worth='' first_number=0 best='' most=-1
for name in python3 python3.14 python3.13 python3.12 python3.11; do
    IFS=:
    for folder in $PATH; do
        unset IFS
        one=$folder/$name
        [ -x "$one" ] && told=$("$one" -I -c "$probe" 2>/dev/null) || continue
        worth=0
        case $told in *whole*) worth=4 ;; esac
        case $told in *headers*) if command -v cc >/dev/null; then worth=$((worth + 2)); fi ;; esac
        number=${told#*number=} number=${number%%[!0-9]*}
        [ -n "$first" ] || first_number=$number
        case $told in *optimised*) if [ "$number" -ge "$first_number" ]; then worth=$((worth + 1)); fi ;; esac
        : "${first:=$one}"
        first_worth=${first_worth:-$worth}
        if [ "$worth" -gt "$most" ]; then best=$one most=$worth version=${told%%[!0-9.]*}; fi
    done
done

if [ -z "$best" ]; then
    echo "Factwire needs Python 3.11 to 3.14; none was found. Install one, or: make setup PYTHON=/path/to/python" >&2
    exit 2
fi
why=
if [ "$best" != "$first" ]; then
    if [ $((most / 4)) -gt $((first_worth / 4)) ]; then
        why=", since $first can make no whole environment (no venv, ctypes, sqlite3 or ssl)"
    elif [ $((most / 2)) -gt $((first_worth / 2)) ]; then
        why=", since $first has no headers for \`make fast\`"
    else
        why=", since it was built with optimisations and $first was not"
    fi
fi
echo "Python $version ($best)$why; \`make setup PYTHON=…\` takes another" >&2
echo "$best"
