# What ./run and ./test share: make the tools and install what a lock file says.
# Sourced, not run; POSIX sh. `root` is the folder of the project.
#
#   install run   what a site needs          (requirements/run.lock)
#   install dev   that, and the test tools   (requirements/dev.lock)

unset PYTHONDONTWRITEBYTECODE # compiled files make the next start quick
tools="$root/.tools"
venv="$root/.venv"

fail() {
    echo "$*" >&2
    exit 1
}

# A stamp tells what stands in .venv: for whom it was installed, and from which files.
wanted_stamp() {
    sum=$(cat "$root"/pyproject.toml "$root"/requirements/*.lock "$venv/pyvenv.cfg" | cksum)
    echo "$1 $sum $root"
}

is_installed() {
    [ -x "$venv/bin/python" ] && [ -f "$venv/installed" ] || return 1
    stamp=$(cat "$venv/installed")
    [ "$stamp" = "$(wanted_stamp dev)" ] && return 0 # the test tools are a superset
    [ "$stamp" = "$(wanted_stamp "$1")" ]
}

new_enough='import sys; sys.exit(sys.version_info < (3, 11))'

# Names of the newest Pythons come last: python3 is what the machine's owner means.
find_python() {
    for name in python3 python3.11 python3.12 python3.13 python3.14 python; do
        if "$name" -c "$new_enough" >/dev/null 2>&1; then
            python=$name
            return
        fi
    done
    found=$( (python3 --version || python --version) 2>/dev/null | head -n 1)
    fail "Homegroup needs Python 3.11 or newer; this machine has ${found:-no Python}."
}

make_tools() {
    [ -x "$tools/bin/uv" ] && cmp -s "$root/requirements/tools.lock" "$tools/installed" && return
    find_python
    echo "Getting the installer (uv) into .tools ..."
    "$python" -m venv --clear "$tools" >"$root/.tools.log" 2>&1 ||
        { cat "$root/.tools.log" >&2; fail "Python's venv module is missing (on Debian: apt install python3-venv)."; }
    rm -f "$root/.tools.log"
    "$tools/bin/python" -m pip install --quiet --no-cache-dir --disable-pip-version-check \
        --require-hashes -r "$root/requirements/tools.lock" ||
        fail "The installer could not be fetched; is there a way to the internet?"
    cp "$root/requirements/tools.lock" "$tools/installed"
}

make_venv() {
    if ! "$venv/bin/python" -c "$new_enough" >/dev/null 2>&1 || [ ! -f "$venv/pyvenv.cfg" ]; then
        find_python
        "$tools/bin/uv" venv --quiet --clear --python "$("$python" -c 'import sys; print(sys.executable)')" "$venv"
    fi
}

install() {
    is_installed "$1" && return
    UV_CACHE_DIR=${UV_CACHE_DIR:-$tools/cache}
    export UV_CACHE_DIR UV_PYTHON_DOWNLOADS=never
    make_tools
    make_venv || fail "The folder .venv could not be made in $root."
    echo "Installing what requirements/$1.lock says into .venv ..."
    (
        cd "$root" &&
            "$tools/bin/uv" pip sync --quiet --require-hashes --python "$venv/bin/python" "requirements/$1.lock" &&
            "$tools/bin/uv" pip install --quiet --no-deps --python "$venv/bin/python" --editable .
    ) || fail "The installation did not finish; nothing is lost: start again when the reason above is gone."
    wanted_stamp "$1" >"$venv/installed"
}
