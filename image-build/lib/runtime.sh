# shellcheck shell=bash
# A Java runtime for the boards, with only the modules that Martlet uses.

# What jdeps names for Martlet and its libraries, without the optional desktop and SQL parts that
# nothing here reaches; jdk.crypto.ec is found by name and stands in no class.
modules=java.base,java.logging,java.management,java.naming,java.net.http,java.xml
modules+=,jdk.crypto.ec,jdk.management,jdk.unsupported

# jlink makes runtimes of its own feature version only; this is where Debian has that for arm64.
runtime_suite() {
  case $1 in
    17) echo bookworm ;;
    21 | 25) echo trixie ;;
    *) give_up 2 "jlink is of Java $1, but Debian has Java 17, 21 and 25 for the boards: set JAVA_HOME" ;;
  esac
}

# Downloads packages of the other architecture with lists of its own: the machine's stay as they are.
# $1 folder to work in, $2 suite, $3 package
download_arm64() {
  local dir=$1 from=$2 package=$3 apt
  mkdir -p "$dir/state/lists/partial" "$dir/cache/archives/partial"
  : >"$dir/status"
  printf 'deb [signed-by=%s] %s %s main\n' "$keyring" "$mirror" "$from" \
    "$keyring" "$security_mirror" "$from-security" >"$dir/sources.list"
  apt=(-o "Dir::State=$dir/state" -o "Dir::State::status=$dir/status" -o "Dir::Cache=$dir/cache"
    -o "Dir::Etc::sourcelist=$dir/sources.list" -o Dir::Etc::sourceparts=/dev/null
    -o Dir::Etc::preferencesparts=/dev/null -o APT::Architecture=arm64
    -o APT::Architectures=arm64 -o APT::Sandbox::User=root)
  apt-get "${apt[@]}" update -qq && (cd "$dir" && apt-get "${apt[@]}" download -qq "$package")
}

# Makes $3 unless it is there. $1 jlink, $2 folder to work in, $3 the runtime
link_runtime() {
  local jlink=$1 dir=$2 runtime=$3 feature
  if [ -x "$runtime/bin/java" ] && [ -z "$fresh" ]; then
    say "runtime: taken from $runtime"
    return
  fi
  feature=$("$jlink" --version)
  feature=${feature%%[!0-9]*}
  say "runtime: Java $feature for arm64, from Debian $(runtime_suite "$feature")"
  rm -rf "$dir" "$runtime" "$runtime.part"
  mkdir -p "$dir"
  quietly "$dir/download.log" download_arm64 \
    "$dir" "$(runtime_suite "$feature")" "openjdk-$feature-jdk-headless"
  quietly "$dir/unpack.log" dpkg -x "$dir/openjdk-$feature-jdk-headless_"*_arm64.deb "$dir/jdk"
  quietly "$dir/jlink.log" "$jlink" --module-path "$(echo "$dir"/jdk/usr/lib/jvm/*/jmods)" \
    --add-modules "$modules" --strip-java-debug-attributes --compress=2 \
    --no-header-files --no-man-pages --output "$runtime.part"
  mv "$runtime.part" "$runtime"
  rm -rf "$dir"
}
