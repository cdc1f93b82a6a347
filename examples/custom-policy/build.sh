#!/usr/bin/env bash
# build.sh CLASSPATH JAR: compiles the policies here against Packtrain's model, and makes a jar of them.
set -eu
here=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
tools=${JAVA_HOME:+$JAVA_HOME/bin/}
classes=$(mktemp -d)
trap 'rm -rf "$classes"' EXIT
"${tools}javac" --release 25 -cp "$1" -d "$classes" "$here"/src/example/*.java
"${tools}jar" --create --file "$2" -C "$classes" . -C "$here" META-INF
