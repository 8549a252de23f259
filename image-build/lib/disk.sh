# shellcheck shell=bash
# From a folder to a bootable image, without loop devices: each file system is made in a file of its
# own and copied to its place.
#
#     0    4 MiB          260 MiB              260 MiB + root
#     | gap | FIRMWARE vfat | root ext4, read-only | state ext4, 256 MiB |

gap_mib=4
firmware_mib=256
state_mib=256

# The partition table for sfdisk. $1 size of the root in MiB
disk_plan() {
  local root=$1
  cat <<E1
label: dos
unit: sectors
start=$((gap_mib * 2048)), size=$((firmware_mib * 2048)), type=c, bootable
start=$(((gap_mib + firmware_mib) * 2048)), size=$((root * 2048)), type=83
start=$(((gap_mib + firmware_mib + root) * 2048)), size=$((state_mib * 2048)), type=83
E1
}

# The whole card in MiB. $1 size of the root in MiB
disk_size() {
  echo $((gap_mib + firmware_mib + $1 + state_mib))
}

# Room for what is in a folder, as ext4 lays it out: a twelfth more and 32 MiB. Nothing is written later.
root_size() {
  local used
  used=$(du -sm --apparent-size "$1" | cut -f 1)
  local blocks
  blocks=$(du -sm "$1" | cut -f 1)
  [ "$blocks" -le "$used" ] || used=$blocks
  echo $((used + used / 12 + 32))
}

firmware_part() {
  local root=$1 out=$2
  rm -f "$out"
  truncate -s "${firmware_mib}M" "$out"
  mkfs.vfat -F 32 -n FIRMWARE "$out" && mcopy -s -i "$out" "$root"/boot/firmware/* ::
}

ext4_part() {
  local from=$1 out=$2 mib=$3 label=$4
  shift 4
  rm -f "$out"
  mke2fs -q -t ext4 -L "$label" -m 0 "$@" -d "$from" "$out" "${mib}M"
}

place() {
  dd if="$1" of="$2" bs=1M seek="$3" conv=notrunc,sparse status=none
}

# $1 the root, $2 what the state partition begins with, $3 the image
make_disk() {
  local root=$1 state=$2 image=$3 mib
  local parts=$3.parts
  mkdir -p "$parts"
  firmware_part "$root" "$parts/firmware" || return 1
  # The boot loader reads them from the first partition only.
  rm -rf "$root"/boot/firmware/* "$root"/boot/vmlinuz-* "$root"/boot/initrd.img-*
  mib=$(root_size "$root")
  # Never written to, so it needs no journal; the state's journal is what survives a lost power.
  ext4_part "$root" "$parts/root" "$mib" root -O '^has_journal' || return 1
  ext4_part "$state" "$parts/state" "$state_mib" state || return 1
  rm -f "$image"
  truncate -s "$(disk_size "$mib")M" "$image"
  disk_plan "$mib" | sfdisk -q "$image" || return 1
  place "$parts/firmware" "$image" "$gap_mib"
  place "$parts/root" "$image" $((gap_mib + firmware_mib))
  place "$parts/state" "$image" $((gap_mib + firmware_mib + mib))
  rm -rf "$parts"
}
