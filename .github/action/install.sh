#!/usr/bin/env bash
# Puts postseal on the PATH of the steps that follow: the release that belongs to this action, checked against
# the checksums of the release, or a build of the action's own source.
#
# Reads POSTSEAL_VERSION, POSTSEAL_DOWNLOADS (where releases are), and what GitHub sets for every step.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
mkdir -p "${RUNNER_TEMP:?}/postseal/bin"
# Written as bash writes paths, on Windows, too: tar takes `D:` for the name of a host.
folder="$(cd "$RUNNER_TEMP/postseal" && pwd)"
bin="$folder/bin"

fail() {
  echo "::error title=postseal::$1"
  exit 2
}

build() {
  command -v cargo >/dev/null || fail "cargo is needed to build postseal: install Rust, or use a release"
  cargo install --locked --path "$here" --root "$folder"
}

# The name by which a release calls this machine.
target() {
  case "${RUNNER_OS:?}-${RUNNER_ARCH:?}" in
    Linux-X64) echo x86_64-unknown-linux-musl ;;
    Linux-ARM64) echo aarch64-unknown-linux-musl ;;
    macOS-X64) echo x86_64-apple-darwin ;;
    macOS-ARM64) echo aarch64-apple-darwin ;;
    Windows-X64) echo x86_64-pc-windows-msvc ;;
    Windows-ARM64) echo aarch64-pc-windows-msvc ;;
    *) return 1 ;;
  esac
}

checksum() {
  if command -v sha256sum >/dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d ' ' -f 1
}

download() {
  local version="$1" target="$2" archive="postseal-$1-$2.tar.gz" expected
  local from="${POSTSEAL_DOWNLOADS:?}/v$version"
  curl --fail --silent --show-error --location --retry 3 \
    --output "$folder/$archive" "$from/$archive" \
    --output "$folder/SHA256SUMS" "$from/SHA256SUMS" || fail "cannot download $from/$archive"
  expected="$(awk -v name="$archive" '$2 == name || $2 == "*" name { print $1 }' "$folder/SHA256SUMS")"
  [[ -n $expected ]] || fail "the release has no checksum of $archive"
  [[ $(checksum "$folder/$archive") == "$expected" ]] || fail "$archive does not have the checksum of the release"
  tar -xzf "$folder/$archive" -C "$bin" --strip-components 1
}

version="${POSTSEAL_VERSION:-}"
if [[ -z $version ]]; then
  version="$(sed -n 's/^version *= *"\(.*\)"/\1/p' "$here/Cargo.toml" | head -n 1)"
fi
if [[ $version == source ]]; then
  build
else
  [[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.]+)?$ ]] || fail "no version: $version"
  download "$version" "$(target || fail "there is no release for ${RUNNER_OS} on ${RUNNER_ARCH}: use version: source")"
fi
echo "$RUNNER_TEMP/postseal/bin" >>"${GITHUB_PATH:?}"
"$bin/postseal" --version
