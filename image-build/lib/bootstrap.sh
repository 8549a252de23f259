# shellcheck shell=bash
# The root file system as Debian's packages make it, kept by the content of what asked for it.

suite=trixie
keyring_dir=/usr/share/keyrings

# Package names of a flavour, one a line.
package_list() {
  local here=$1 flavour=$2
  sed 's/#.*//' "$here/packages/common" "$here/packages/$flavour" | awk 'NF { print $1 }'
}

# The archive that this machine's own apt uses, so that a local mirror is used here too.
# $1 how its address ends: debian or debian-security
own_mirror() {
  local found
  found=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
    sed 's,/*$,,' | grep -m 1 "/$1\$") || true
  if [ -z "$found" ]; then
    echo "build: apt knows no archive that ends with /$1 here: name one with --mirror" \
      "and --security-mirror" >&2
    return 1
  fi
  echo "$found"
}

sources() {
  local parts="main non-free-firmware"
  printf 'deb %s %s %s\n' "$mirror" "$suite" "$parts"
  printf 'deb %s %s-updates %s\n' "$mirror" "$suite" "$parts"
  printf 'deb %s %s-security %s\n' "$security_mirror" "$suite" "$parts"
}

# What the root depends on, as one short word.
root_key() {
  local here=$1 flavour=$2
  { package_list "$here" "$flavour" && cat "$here"/initramfs/* "$here/lib/bootstrap.sh"; } |
    sha256sum | cut -c 1-12
}

# Makes $4 unless it is there. $1 this folder, $2 flavour, $3 log, $4 the root
bootstrap() {
  local here=$1 flavour=$2 log=$3 root=$4
  if [ -d "$root" ] && [ -z "$fresh" ]; then
    say "root: taken from $root (--fresh makes it anew)"
    return
  fi
  say "root: Debian $suite for arm64 from $mirror; 8 to 20 minutes under emulation, log in $log"
  rm -rf "$root" "$root.part"
  # The initial RAM disk takes longest under emulation, so it is made once, at the end.
  # Of the device trees only those of the boards are kept.
  # Manuals are left out, but the folder must be there for the packages' scripts. Debian's own
  # default for Cma can keep a Pi 4 from starting when it was not installed on one.
  quietly "$log" env INITRD=No mmdebstrap --mode=root --variant=minbase --architectures=arm64 \
    --keyring="$keyring" --aptopt='APT::Install-Recommends "false"' \
    --dpkgopt=force-confold --dpkgopt=force-unsafe-io \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/info/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
    --dpkgopt='path-include=/usr/share/doc/*/copyright' \
    --dpkgopt='path-exclude=/usr/lib/linux-image-*/*' \
    --dpkgopt='path-include=/usr/lib/linux-image-*/broadcom/*' \
    --include="$(package_list "$here" "$flavour" | paste -sd ,)" \
    --essential-hook='mkdir -p "$1/usr/share/man/man1" "$1/etc/default"' \
    --essential-hook='mkdir -p "$1/etc/initramfs-tools/conf.d" "$1/etc/initramfs-tools/hooks"' \
    --essential-hook='mkdir -p "$1/etc/initramfs-tools/scripts/local-bottom"' \
    --essential-hook='echo MODULES=list >"$1/etc/initramfs-tools/conf.d/martlet"' \
    --essential-hook="copy-in $here/initramfs/martlet-modules /etc/initramfs-tools/hooks" \
    --essential-hook="copy-in $here/initramfs/martlet-overlay /etc/initramfs-tools/scripts/local-bottom" \
    --essential-hook='printf "CMA=0\nROOTPART=LABEL=root\nCONSOLES=tty0\n" >"$1/etc/default/raspi-firmware"' \
    --customize-hook='chroot "$1" update-initramfs -c -k "$(ls "$1/usr/lib/modules")"' \
    "$suite" "$root.part" - < <(sources)
  mv "$root.part" "$root"
}

# Programs of the other architecture run by emulation; on an arm64 machine by themselves.
check_emulation() {
  [ "$(uname -m)" != aarch64 ] || return 0
  [ -e /proc/sys/fs/binfmt_misc/qemu-aarch64 ] || update-binfmts --enable qemu-aarch64 || true
  [ -e /proc/sys/fs/binfmt_misc/qemu-aarch64 ] ||
    give_up 2 "this machine does not run arm64 programs: run: sudo apt-get install" \
      "--no-install-recommends qemu-user-static binfmt-support && sudo update-binfmts --enable"
}
