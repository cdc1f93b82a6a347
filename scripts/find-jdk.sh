# Sourced by ./dev and ./packtrain: finds a JDK 25 or newer although the default java may be older.
# Works in bash 3.2 (macOS) and starts no process unless macOS has to be asked: every command pays for it.

PACKTRAIN_JDK_NEEDED=25

# jdk_version HOME: sets jdk_major and jdk_build from HOME/release; false when HOME is no JDK.
jdk_version() {
  jdk_major= jdk_build=
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  local key value
  while IFS='=' read -r key value; do
    value=${value#\"}
    value=${value%\"*}
    case $key in
      JAVA_VERSION) jdk_major=${value%%[!0-9]*} ;;
      JAVA_RUNTIME_VERSION) jdk_build=$value ;;
    esac
  done <"$1/release"
  [ -n "$jdk_build" ] || jdk_build=$jdk_major
  [ -n "$jdk_major" ]
}

# jdk_accept HOME: takes HOME as the JDK when it is new enough; remembers what was too old.
jdk_accept() {
  [ -n "$1" ] && jdk_version "$1" || return 1
  if [ "$jdk_major" -lt "$PACKTRAIN_JDK_NEEDED" ]; then
    case "$jdk_too_old " in
      *" $jdk_major:$1 "*) ;;
      *) jdk_too_old="$jdk_too_old $jdk_major:$1" ;;
    esac
    return 1
  fi
  JDK_HOME=$1 JDK_BUILD=$jdk_build
}

# jdk_of_path: the home of the java found in PATH, symbolic links followed.
jdk_of_path() {
  jdk_home=
  local file link
  file=$(type -P java) || return 1
  while [ -L "$file" ]; do
    link=$(readlink "$file")
    case $link in
      /*) file=$link ;;
      *) file=${file%/*}/$link ;;
    esac
  done
  jdk_home=${file%/bin/java}
}

# find_jdk: sets JDK_HOME and JDK_BUILD, or returns false. JAVA_HOME wins, then the PATH, then the usual
# places, where exactly the needed version is taken before a newer one.
find_jdk() {
  JDK_HOME= JDK_BUILD= jdk_too_old=
  jdk_accept "$JAVA_HOME" && return 0
  jdk_of_path && jdk_accept "$jdk_home" && return 0
  local home newer='' newer_build=''
  for home in ${PACKTRAIN_JDK_PLACES-/usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /usr/local/java/* /opt/* /opt/*/jdk* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.local/share/mise/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home}; do
    jdk_accept "$home" || continue
    [ "$jdk_major" -eq "$PACKTRAIN_JDK_NEEDED" ] && return 0
    [ -n "$newer" ] || newer=$home newer_build=$JDK_BUILD
  done
  if [ -x /usr/libexec/java_home ]; then
    home=$(/usr/libexec/java_home -v "$PACKTRAIN_JDK_NEEDED" 2>/dev/null) && jdk_accept "$home" && return 0
  fi
  JDK_HOME=$newer JDK_BUILD=$newer_build
  [ -n "$newer" ]
}

# need_jdk: find_jdk, or says in three parts what happened, why and what to do, and ends with status 1.
need_jdk() {
  find_jdk && return 0
  local found='no JDK was found' one
  if [ -n "$jdk_too_old" ]; then
    found='the JDKs found are older:'
    for one in $jdk_too_old; do found="$found ${one%%:*} in ${one#*:},"; done
    found=${found%,}
  fi
  cat >&2 <<END
error: Packtrain needs a JDK $PACKTRAIN_JDK_NEEDED or newer
  looked at JAVA_HOME, the PATH and the usual places; $found
  hint: install one, for example Temurin $PACKTRAIN_JDK_NEEDED from https://adoptium.net
          Debian, Ubuntu: apt install openjdk-$PACKTRAIN_JDK_NEEDED-jdk-headless    Fedora: dnf install java-$PACKTRAIN_JDK_NEEDED-openjdk-devel
          macOS: brew install openjdk@$PACKTRAIN_JDK_NEEDED    anywhere: sdk install java $PACKTRAIN_JDK_NEEDED-tem
        or set JAVA_HOME to one that is already there
  code: SETUP.jdk
END
  exit 1
}
