# For the scripts that build: says where to get Swift if there is none, and cleans up behind it.
command -v swift > /dev/null || {
  printf '%s\n' "${0##*/}: this needs Swift 6.2 or newer, and there is no swift in your PATH" \
    "${0##*/}: get it from https://swift.org/install" >&2
  exit 1
}

# Swift leaves a temporary folder behind on every call; a test that has failed, one to look at.
swift() {
  local folder status=0
  folder=$(mktemp -d)
  TMPDIR=$folder command swift "$@" || status=$?
  rm -rf "$folder"/TemporaryDirectory.* "$folder"/*.lock
  rmdir "$folder" 2> /dev/null || true
  return "$status"
}
