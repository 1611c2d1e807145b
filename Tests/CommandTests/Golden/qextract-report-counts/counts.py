"""Counts an export again, all in memory, and compares: python3 counts.py EXPORT REPORT"""
import datetime, json, sys
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


batches, all_times = [], []
for line in open(sys.argv[1], encoding="utf-8"):
    batch = json.loads(line)
    quarantined = time(batch.get("timestamp_unixtime_ms"))
    seen = [time(event["data"].get("timestamp_unixtime_ms")) for event in batch["events"]]
    all_times += [quarantined] if quarantined else [moment for moment in seen if moment]
    metadata = member(member(batch.get("context"), "data_plan"), "block_metadata")
    if not metadata:
        continue
    ids = {str(identity) for identity in metadata["blocked_event_ids"]}
    events = [event for event in batch["events"] if str(event["data"]["event_id"]) in ids]
    if events or metadata["blocked_user_attributes"]:
        batches.append((batch, events, quarantined, " : " in line))

named, dated, moments = Counter(), {}, []
per_batch = {"applications": Counter(), "platforms": Counter(), "sources": Counter()}
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
    moments += times
    newest = max(times, default=None)
    per_batch["applications"][application(batch) or None] += 1
    platform = text(member(batch.get("device_info"), "platform"))
    per_batch["platforms"][
        platform or text(member(batch.get("application_info"), "os"))] += 1
    per_batch["sources"][source(batch)] += 1
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
same("users", len({str(batch["mpid"]) for batch, *_ in batches}), report["users"])
same("first_time", rfc(min(moments, default=None)), report["first_time"])
same("last_time", rfc(max(moments, default=None)), report["last_time"])
for kind, counts in per_batch.items():
    same(kind, dict(counts), {entry["name"]: entry["count"] for entry in report[kind]})
same("event_names", dict(named), {e["name"]: e["count"] for e in report["event_names"]})

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
