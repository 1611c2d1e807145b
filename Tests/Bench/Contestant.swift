import PipeCommon

/// A program that pulls the blocked events out of an export, or does a part of our work.
struct Contestant {
  let name: String
  /// The program it needs; `nil` for our own.
  var needs: String?
  /// The command, with `$EXPORT` and `$EXTRACTED` for the inputs.
  let command: String
  /// Runs on an eighth of the export, because it is so slow.
  var isSlow = false

  static let all =
    [Contestant(name: "qextract", command: "qextract $EXPORT")]
    + VectorLevel.available.filter { $0 != .current }.map { level in
      Contestant(
        name: "qextract, held to \(level)",
        command: "\(VectorLevel.variable)=\(level) qextract $EXPORT")
    } + others

  private static let others = [
    Contestant(
      name: "simdjson (C++)", needs: "qextract_simdjson", command: "qextract_simdjson < $EXPORT"),
    Contestant(
      name: "simdjson, held to SSE4.2", needs: "qextract_simdjson",
      command: "SIMDJSON_FORCE_IMPLEMENTATION=westmere qextract_simdjson < $EXPORT"),
    Contestant(name: "qfix, one --set", command: "qfix --set .user_attributes.x=1 $EXPORT"),
    Contestant(name: "qsend --dry-run", command: "qsend --dry-run $EXTRACTED"),
    Contestant(
      name: "qextract, piped to qfix", command: "qextract $EXPORT | qfix --set .user_attributes.x=1"
    ),
    Contestant(name: "cat (the floor)", needs: "cat", command: "cat $EXPORT | cat"),
    Contestant(name: "jq", needs: "jq", command: "jq -c '\(jq)' $EXPORT", isSlow: true),
    Contestant(name: "gojq", needs: "gojq", command: "gojq -c '\(jq)' $EXPORT", isSlow: true),
    Contestant(
      name: "python3, json", needs: "python3", command: "python3 -c '\(python)' $EXPORT",
      isSlow: true),
    Contestant(name: "node", needs: "node", command: "node -e '\(node)' $EXPORT", isSlow: true),
  ]

  var isInstalled: Bool {
    guard let needs else { return true }
    return Measurement.run("command -v \(needs)") != nil
  }

  private static let jq = """
    .context.data_plan.block_metadata.blocked_event_ids as $ids \
    | .events |= map(select((.data.event_id | tostring) as $id | $ids | index($id))) \
    | select(.events != [])
    """

  private static let python = """
    import json, sys
    for line in open(sys.argv[1]):
        b = json.loads(line)
        ids = set(b["context"]["data_plan"]["block_metadata"]["blocked_event_ids"])
        b["events"] = [e for e in b["events"] if str(e["data"]["event_id"]) in ids]
        if b["events"]: print(json.dumps(b, separators=(",", ":")))
    """

  private static let node = """
    const lines = require("readline").createInterface({input: require("fs").createReadStream(process.argv[1])});
    lines.on("line", line => {
      const b = JSON.parse(line), ids = new Set(b.context.data_plan.block_metadata.blocked_event_ids);
      b.events = b.events.filter(e => ids.has(String(e.data.event_id)));
      if (b.events.length) console.log(JSON.stringify(b));
    });
    """
}
