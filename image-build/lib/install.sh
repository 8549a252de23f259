# shellcheck shell=bash
# Martlet and the image's own files into a copy of the bootstrapped root.

runtime_home=/usr/lib/martlet/runtime

# A command inside the root, with /proc as Java needs it; its mounts vanish with it.
inside() {
  local root=$1
  shift
  unshare --mount sh -c '
    set -e
    mount -t proc proc "$0/proc"
    mount --bind /dev "$0/dev"
    exec chroot "$0" "$@"' "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 \
    DEBIAN_FRONTEND=noninteractive "$@"
}

install_runtime() {
  local root=$1 runtime=$2
  mkdir -p "$root$runtime_home"
  cp -a "$runtime/." "$root$runtime_home"
  ln -sf "$runtime_home/bin/java" "$root/usr/bin/java"
}

# The package's wish for a Java of Debian's is met by the runtime, which dpkg does not know.
install_package() {
  local root=$1 deb=$2
  cp "$deb" "$root/martlet.deb"
  inside "$root" dpkg --force-depends --force-confold --install /martlet.deb
  rm "$root/martlet.deb"
}

install_files() {
  local root=$1 here=$2
  cp -a --no-preserve=ownership "$here/root/common/." "$root/"
  echo martlet >"$root/etc/hostname"
  printf '127.0.0.1 localhost\n127.0.1.1 martlet\n::1 localhost\n' >"$root/etc/hosts"
  ln -sf /run/systemd/resolve/stub-resolv.conf "$root/etc/resolv.conf"
  : >"$root/etc/machine-id"
  rm -rf "$root/var/lib/dbus/machine-id" "$root"/var/log/* "$root"/var/cache/apt/*
  mkdir -p "$root/state" "$root/etc/martlet" "$root/var/lib/martlet" "$root/boot/firmware" \
    "$root/var/lib/systemd/timesync"
  # A box without a clock starts at the earliest at the time that its image was made.
  touch "$root/usr/lib/clock-epoch"
  echo '# A new image brings new packages: the root is read-only. Name an archive here to try some.' \
    >"$root/etc/apt/sources.list"
}

enable_units() {
  local root=$1
  inside "$root" systemctl enable systemd-networkd.service systemd-resolved.service \
    systemd-timesyncd.service martlet-identity.service martlet.service
  # Nothing waits for the network before it starts; Martlet itself goes on trying.
  inside "$root" systemctl mask systemd-networkd-wait-online.service apt-daily.timer \
    apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer e2scrub_reap.service \
    systemd-firstboot.service
  # Nobody can log in, so nobody is asked to, least of all on a television.
  inside "$root" systemctl mask getty@tty1.service
  if [ -e "$root/usr/lib/systemd/system/martlet-firstboot.service" ]; then
    inside "$root" systemctl enable martlet-firstboot.service
  fi
  # Wi-Fi, where the first partition has its settings. A udev rule starts it, since the network of a
  # board without Wi-Fi would wait a minute and a half for the device.
  mkdir -p "$root/etc/wpa_supplicant" "$root/etc/systemd/system/wpa_supplicant@wlan0.service.d"
  ln -sf /boot/firmware/wifi.conf "$root/etc/wpa_supplicant/wpa_supplicant-wlan0.conf"
  printf '[Unit]\nConditionPathExists=/boot/firmware/wifi.conf\nWantsMountsFor=/boot/firmware\n' \
    >"$root/etc/systemd/system/wpa_supplicant@wlan0.service.d/martlet.conf"
  inside "$root" systemctl disable wpa_supplicant.service
}

# Java's words that an archive of classes depends on; the launcher has the same.
archive_flags=(-XX:+UseSerialGC -Xss256k --add-opens=java.base/java.nio=ALL-UNNAMED
  -Dio.netty.tryReflectionSetAccessible=true)
installed_jar=/usr/bin/../share/martlet/martlet.jar # as the launcher writes it: the path counts too

# Names of the classes that the program loads for some words, told by a run of this machine's own Java: it is
# of the runtime's version and many times faster than the emulated one. $1 java, $2 root, $3 list, then words
list_classes() {
  local java=$1 jar=$2/usr/share/martlet/martlet.jar list=$3
  shift 3
  timeout -k 30 120 "$java" "${archive_flags[@]}" -Xshare:off -XX:DumpLoadedClassList="$list" \
    -jar "$jar" "$@" </dev/null && [ -s "$list" ]
}

# What a start of the box loads: a relay with a neighbour, and the check of the settings from the first
# partition. $1 java, $2 root, $3 folder for the lists, $4 settings to check
boot_classes() {
  local java=$1 root=$2 dir=$3 settings=$4
  list_classes "$java" "$root" "$dir/relay" rehearse &&
    list_classes "$java" "$root" "$dir/check" config check --config "$settings" &&
    awk '!seen[$0]++' "$dir/relay" "$dir/check" >"$dir/classes"
}

# One archive of Java's classes and Martlet's as the virtual machine wants them in memory, where the launcher
# looks for it. The last line starts the program with it and fails if it is not taken.
# $1 the root, $2 a folder to work in, $3 java of this machine, $4 settings to check
share_classes() {
  local root=$1 dir=$2 java=$3 settings=$4 version archive
  version=$(sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' "$root$runtime_home/release")
  archive=/var/cache/martlet/martlet-$version.jsa
  rm -rf "$root"/var/cache/martlet/*.jsa "$dir"
  mkdir -p "$dir"
  boot_classes "$java" "$root" "$dir" "$settings" || return 1
  cp "$dir/classes" "$root/classes"
  rm -rf "$dir"
  inside "$root" "$runtime_home/bin/java" "${archive_flags[@]}" -Xlog:cds=error -Xshare:dump \
    -XX:SharedClassListFile=/classes -XX:SharedArchiveFile="$archive" -cp "$installed_jar" || return 1
  rm "$root/classes"
  inside "$root" "$runtime_home/bin/java" "${archive_flags[@]}" -Xshare:on \
    -XX:SharedArchiveFile="$archive" -jar "$installed_jar" --version
}

# The first partition: what the package raspi-firmware put there, the settings, and a command line
# that leaves the root read-only. The boards' own device trees switch the accounting of memory off, which
# the limits of the service need; Debian's leave it on.
prepare_firmware() {
  local root=$1 here=$2 flavour=$3
  [ -s "$root/boot/firmware/cmdline.txt" ] || return 1
  sed -i -E 's/(^| )r[ow]( |$)/ ro /; s/ *$/ cgroup_enable=memory panic=10/; s/^ +//' "$root/boot/firmware/cmdline.txt"
  cp "$here/firmware/$flavour.toml" "$root/boot/firmware/martlet.toml"
}

# Spares each start the work of a first one: all caches are as new as the system.
mark_updated() {
  local root=$1 later
  later=$(($(stat -c %Y "$root/usr") + 60))
  touch -d "@$later" "$root/etc/.updated" "$root/var/.updated"
}

# What the state partition begins with: settings as the package brings them, and empty folders.
prepare_state() {
  local root=$1 state=$2
  rm -rf "$state"
  mkdir -p "$state"/{martlet,settings,timesync}
  cp -a "$root/etc/martlet/." "$state/settings/"
  chown --reference="$root/etc/martlet" "$state/settings"
  chown --reference="$root/var/lib/martlet" "$state/martlet"
  chmod --reference="$root/var/lib/martlet" "$state/martlet"
  chown --reference="$root/var/lib/systemd/timesync" "$state/timesync"
}
