# Sourced by ./dev and ./packtrain after find-jdk.sh: runs Maven, one build of a checkout at a time.
# Expects `root`, the directory of the checkout, and JDK_HOME.

PACKTRAIN_MAVEN_NEEDED=3.8.7
build_state=$root/.packtrain-build

# need_maven: a Maven that is new enough is in the PATH, or a three-part error and status 1.
need_maven() {
  local found why
  if type -P mvn >/dev/null; then
    found=$(JAVA_HOME=$JDK_HOME mvn --version 2>/dev/null | sed -n 's/.*Apache Maven \([0-9][0-9.]*\).*/\1/p')
    at_least "${found:-0}" "$PACKTRAIN_MAVEN_NEEDED" && return 0
    why="the mvn in the PATH is ${found:-of no known version}"
  else
    why='there is no mvn in the PATH'
  fi
  cat >&2 <<END
error: Packtrain is built with Maven $PACKTRAIN_MAVEN_NEEDED or newer
  $why
  hint: install Maven, for example: apt install maven, dnf install maven, brew install maven,
        or unpack it from https://maven.apache.org and put its bin directory into the PATH
  code: SETUP.maven
END
  exit 1
}

# at_least HAVE WANT: compares dotted version numbers.
at_least() {
  local IFS=. have want i
  have=($1) want=($2)
  for i in 0 1 2; do
    [ "${have[$i]:-0}" -gt "${want[$i]:-0}" ] && return 0
    [ "${have[$i]:-0}" -lt "${want[$i]:-0}" ] && return 1
  done
  return 0
}

# maven ARG...: in the checkout, on the JDK found; Maven's own libraries use Unsafe, which warns otherwise.
maven() {
  local colour=-Dstyle.color=never
  [ -t 1 ] && colour=-Dstyle.color=auto
  (
    cd "$root" &&
      JAVA_HOME=$JDK_HOME MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow $MAVEN_OPTS" exec mvn "$colour" "$@"
  )
}

# quick_build LOG ARG...: packages without tests and checks, quietly. Offline first, so that nothing is asked
# of the network when the local repository has it all; again with it only if something had to be fetched.
quick_build() {
  local log=$1
  shift
  maven -o -q -Dquick -Dmaven.test.skip=true package "$@" >"$log" 2>&1 && return 0
  grep -q -e 'offline mode' -e 'has not been downloaded' "$log" || return 1
  maven -q -Dquick -Dmaven.test.skip=true package "$@" >"$log" 2>&1
}

# show_errors LOG: the compiler's lines, or else the first that Maven has.
show_errors() {
  local lines
  lines=$(grep '^\[ERROR\] /' "$1" | sort -u | head -20)
  [ -n "$lines" ] || lines=$(grep '^\[ERROR\] .' "$1" | head -4)
  echo "$lines" | sed -e 's/^.ERROR. /  /' -e "s|$root/||" >&2
}

# lock_build: waits until no other build runs in this checkout. The lock is a directory (no flock on macOS)
# that names its owner; one whose owner died is taken over. Tests that were started under the lock pass.
lock_build() {
  [ -z "$PACKTRAIN_BUILD_LOCKED" ] || return 0
  mkdir -p "$build_state"
  local lock=$build_state/lock owner told= nameless=0
  until mkdir "$lock" 2>/dev/null; do
    owner=$(cat "$lock/pid" 2>/dev/null)
    [ -n "$owner" ] && nameless=0 || nameless=$((nameless + 1))
    # Nameless for five seconds: its owner died between taking the lock and naming itself.
    if [ "$nameless" -gt 25 ] || { [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; }; then
      # Renaming succeeds for one of those who saw it; the others find it gone.
      mv "$lock" "$lock.dead.$$" 2>/dev/null && rm -rf "$lock.dead.$$"
      continue
    fi
    [ -n "$told" ] || echo "another build runs in this checkout (process ${owner:-unknown}); waiting for it" >&2
    told=yes
    sleep 0.2
  done
  echo $$ >"$lock/pid"
  trap unlock_build EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  export PACKTRAIN_BUILD_LOCKED=$$
}

unlock_build() {
  if [ "$PACKTRAIN_BUILD_LOCKED" = $$ ]; then
    rm -rf "$build_state/lock"
    unset PACKTRAIN_BUILD_LOCKED
  fi
  trap - EXIT INT TERM
}

# sources_of MODULE...: sets `sources` to what decides whether these modules must be built again.
sources_of() {
  sources=("$root/pom.xml")
  local module
  for module in "$@"; do
    sources=("${sources[@]}" "$root/$module/pom.xml" "$root/$module/src/main")
  done
}

# is_fresh STAMP: nothing in `sources` is newer than STAMP. Directories count, so that a deleted file shows.
is_fresh() {
  [ -e "$1" ] && [ -z "$(find "${sources[@]}" -newer "$1" -print -quit 2>/dev/null)" ]
}
