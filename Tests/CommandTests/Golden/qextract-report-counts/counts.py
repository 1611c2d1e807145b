"""Counts an export again, all in memory, and compares: python3 counts.py EXPORT REPORT"""
import datetime, json, re, sys
from collections import Counter

DAY = 86_400
WIDTHS = [1, 60, 300, 900, 3600, 6 * 3600, DAY, 7 * DAY, 28 * DAY, 364 * DAY, 3640 * DAY]
MONDAY = 4 * DAY * 1000


def time(value):
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        return None
    try:
        value = int(value)
    except ValueError:
        return None
    return value if 10**12 <= value < 10**13 else None


def text(value):
    if isinstance(value, bool) or not isinstance(value, (int, str)) or value == "":
        return None
    return str(value)


def member(value, name):
    return value.get(name) if isinstance(value, dict) else None


def rfc(milliseconds):
    if milliseconds is None:
        return None
    moment = datetime.datetime(1970, 1, 1) + datetime.timedelta(milliseconds=milliseconds)
    return moment.isoformat(timespec="milliseconds") + "Z"


def steps(times, least=1):
    """The width and first step that show all times in 120 steps, and the count of each."""
    if not times:
        return least, None, []
    for width in [width for width in WIDTHS if width >= least]:
        numbers = [(moment - MONDAY) // (width * 1000) for moment in times]
        if max(numbers) - min(numbers) < 120:
            break
    first = min(numbers)
    counts = [0] * (max(numbers) - first + 1)
    for number in numbers:
        counts[number - first] += 1
    return width, MONDAY + first * width * 1000, counts


def application(batch):
    info = batch.get("application_info")
    name = text(member(info, "application_name")) or text(member(info, "package"))
    release = " ".join(part for part in [name, text(member(info, "application_version"))] if part)
    system = text(member(info, "os"))
    return f"{release} ({system})" if release and system else release or system


def source(batch):
    info = batch.get("source_info")
    way = " ".join(p for p in [text(member(info, "channel")), text(member(info, "partner"))] if p)
    sdk = text(batch.get("sdk_version"))
    return ", ".join(part for part in [way, sdk and "SDK " + sdk] if part) or None


def attribute(path):
    """A custom attribute is called by its name, others by their path."""
    if path.startswith("./data/custom_attributes/"):
        return path.removeprefix("./data/custom_attributes/")
    path = path.removeprefix("./")
    return re.sub(r"(?<=/products/)\d+(?=/|$)", "*", path)


batches, all_times = [], []
left_out = {"batches": Counter(), "events": Counter()}
for line in open(sys.argv[1], encoding="utf-8"):
    batch = json.loads(line)
    quarantined = time(batch.get("timestamp_unixtime_ms"))
    seen = [time(event["data"].get("timestamp_unixtime_ms")) for event in batch["events"]]
    all_times += [quarantined] if quarantined else [moment for moment in seen if moment]
    metadata = member(member(batch.get("context"), "data_plan"), "block_metadata")
    if not metadata:
        left_out["batches"]["not-quarantined"] += 1
        continue
    ids = {str(identity) for identity in metadata["blocked_event_ids"]}
    with_attributes = {
        str(entry["event_id"]): entry["event_attributes"]
        for entry in metadata["blocked_event_attributes"]}
    events = [event for event in batch["events"] if str(event["data"]["event_id"]) in ids]
    left_out["events"]["event-attributes"] += len(with_attributes)
    left_out["events"]["delivered"] += len(batch["events"]) - len(events) - len(with_attributes)
    own = [
        reason for reason, lists in [
            ("user-attributes", ["blocked_user_attributes"]),
            ("identities", ["blocked_user_identities", "blocked_device_identities"])]
        if any(metadata.get(name) for name in lists)]
    if events or with_attributes or own:
        batches.append((batch, events, quarantined, " : " in line))
        if not events:
            left_out["batches"].update(["event-attributes"] * bool(with_attributes) + own)
    else:
        left_out["batches"]["nothing-blocked"] += 1

named, dated, moments = Counter(), {}, []
spans = {}
per_batch = {
    kind: Counter() for kind in ["applications", "platforms", "sources", "plans", "environments"]}
events_of = {kind: Counter() for kind in per_batch}
blocked = {
    kind: Counter()
    for kind in ["user_attributes", "user_identities", "device_identities", "event_attributes"]}
types = Counter()
without_mpid = 0


def span(kind, name, moments):
    """Notes when what is counted under a name happened."""
    known = spans.setdefault((kind, name), [None, None])
    for moment in moments:
        known[0] = moment if known[0] is None else min(known[0], moment)
        known[1] = moment if known[1] is None else max(known[1], moment)


parts, envelopes, sent, sent_events = [], set(), 0, 0
for batch, events, quarantined, is_spaced in batches:
    times = []
    for event in events:
        data = event["data"]
        name = data.get("event_name", data.get("screen_name"))
        moment = time(data.get("timestamp_unixtime_ms"))
        named[name] += 1
        if moment:
            times.append(moment)
            dated.setdefault(name, []).append(moment)
        types[event["event_type"]] += 1
        span("event_types", event["event_type"], [moment] if moment else [])
        span("event_names", name, [moment] if moment else [])
    moments += times
    newest = max(times, default=None)
    platform = text(member(batch.get("device_info"), "platform"))
    data_plan = batch["context"]["data_plan"]
    version = text(data_plan["plan_version"])
    for kind, name in [
        ("applications", application(batch) or None),
        ("platforms", platform or text(member(batch.get("application_info"), "os"))),
        ("sources", source(batch)), ("environments", batch["environment"]),
        ("plans", data_plan["plan_id"] + (f"@{version}" if version else "")),
    ]:
        per_batch[kind][name] += 1
        events_of[kind][name] += len(events)
        span(kind, name, times)
    without_mpid += not batch["mpid"]
    metadata = data_plan["block_metadata"]
    for kind in ["user_attributes", "user_identities", "device_identities"]:
        blocked[kind].update(set(metadata.get(f"blocked_{kind}", [])))
    for entry in metadata["blocked_event_attributes"]:
        blocked["event_attributes"].update({attribute(path) for path in entry["event_attributes"]})
    if quarantined or newest:
        parts.append((quarantined or newest, len(events), newest))
    if events:
        sent += 1
        sent_events += len(events)
        removed = ["events", "batch_id", "timestamp_unixtime_ms", "source_info", "source_request_id"]
        left = {key: value for key, value in batch.items() if key not in removed}
        plan = dict(left["context"]["data_plan"])
        del plan["block_metadata"]
        left["context"] = plan
        # The report goes by the text, which spells an export either way.
        envelopes.add((json.dumps(left), is_spaced))

report = json.load(open(sys.argv[2], encoding="utf-8"))
wrong = []


def same(what, expected, found):
    if expected != found:
        wrong.append(f"{what}: counted {expected}, reported {found}")


same("batches", len(batches), report["batches"])
same("events", sum(named.values()), report["events"])
users = {batch["mpid"] or batch["user_identities"]["email"] for batch, *_ in batches}
same("users", len(users), report["users"])
same("without_mpid", without_mpid, report["without_mpid"])
# The exports are of 2025, and whoever runs this lives later.
same("past_replay_window", len(parts), report["past_replay_window"])
same("older_than_30d", len(parts), report["older_than_30d"])
same("first_time", rfc(min(moments, default=None)), report["first_time"])
same("last_time", rfc(max(moments, default=None)), report["last_time"])
for kind, counts in {**per_batch, **blocked, "event_names": named, "event_types": types}.items():
    same(kind, dict(counts), {entry["name"]: entry["count"] for entry in report[kind]})
    counted = [entry["count"] for entry in report[kind]]
    same(f"the order of {kind}", sorted(counted, reverse=True), counted)
for kind, counts in events_of.items():
    same(f"events of {kind}", dict(counts), {e["name"]: e["events"] for e in report[kind]})
for (kind, name), times in spans.items():
    entry = next(entry for entry in report[kind] if entry["name"] == name)
    same(f"{kind} {name!r}", [rfc(moment) for moment in times],
         [entry["first_time"], entry["last_time"]])
for unit, counts in left_out.items():
    found = {entry["name"]: entry[unit] for entry in report["left_out"] if entry[unit]}
    same(f"{unit} left out", dict(+counts), found)
same("not_quarantined", left_out["batches"]["not-quarantined"], report["not_quarantined"])

timeline = report["timeline"]
width, start, counts = steps(moments)
same("step_seconds", width, timeline["step_seconds"])
same("start", rfc(start), timeline["start"])
same("counts", counts, timeline["counts"])
same("without_time", sum(named.values()) - len(moments), timeline["without_time"])
last_seen = max(all_times, default=None)
same("last_seen", rfc(last_seen), timeline["last_seen"])
if moments:
    quiet = max(0, (last_seen - max(moments)) // 1000)
    same("quiet_seconds", quiet, timeline["quiet_seconds"])
    same("going_on", "yes" if quiet <= max(3600, width) else "no", timeline["going_on"])
same("names", min(10, len(named)), len(timeline["names"]))
for line in timeline["names"]:
    expected = [0] * len(counts)
    for moment in dated.get(line["name"], []):
        expected[(moment - start) // (width * 1000)] += 1
    same(f"timeline of {line['name']!r}", expected, line["counts"])

days, first, _ = steps([part[0] for part in parts], DAY)
expected = {}
for quarantined, events, newest in parts:
    day = MONDAY + (quarantined - MONDAY) // (days * 1000) * days * 1000
    entry = expected.setdefault(day, [0, 0, quarantined, newest])
    entry[0] += 1
    entry[1] += events
    entry[2] = min(entry[2], quarantined)
    entry[3] = min([moment for moment in [entry[3], newest] if moment], default=None)
expected = [
    {"name": rfc(day)[:10], "count": entry[0], "days": days // DAY, "events": entry[1],
     "replay_until": rfc(entry[2] + 14 * DAY * 1000),
     "historical_from": rfc(entry[3] and entry[3] + 30 * DAY * 1000)}
    for day, entry in sorted(expected.items())]
same("replay_until", expected, report["replay_until"])

sending = report["sending"]
same("sending", (sent, sent_events), (sending["batches"], sending["events"]))
joined = min(sent, max(len(envelopes), -(-sent_events // 100)))
same("joined", joined, sending["joined_batches"])
same("seconds", [-(-sent // 270), -(-joined // 270)],
     [sending["seconds"], sending["joined_seconds"]])
print("\n".join(wrong) if wrong else "the same")
sys.exit(1 if wrong else 0)
