"""An export whose names try to break out of a page: python3 export.py URL"""
import json, random, sys

choice = random.Random(1)
names = [
    f"</script><script src={sys.argv[1]}/leak></script>", f"\"><img src='{sys.argv[1]}/leak'>",
    f"' style='background:url({sys.argv[1]}/leak)", "<!--", "]]>", "&lt;b&gt;", "</td></table><h1>",
    "مرحبا بالعالم", "\u202eevil\u2069", "商品を見る", "e\u0301\u0308" * 20, "x" * 10_000,
    "a\u0000b\u001b[31m", "\ud800", "", "=1+1"]
weights = [1 / (place + 1) for place in range(len(names))]
for place in range(2000):
    name = choice.choices(names, weights)[0]
    batch = {
        "events": [{"event_type": "custom_event", "data": {
            "event_id": place, "event_name": name,
            "timestamp_unixtime_ms": 1_762_600_000_000 + place * choice.randrange(400_000)}}],
        "mpid": place % 700, "environment": choice.choice(names),
        "application_info": {"application_name": choice.choice(names), "application_version": "1"},
        "device_info": {"platform": choice.choice(names)}, "sdk_version": choice.choice(names),
        "timestamp_unixtime_ms": 1_762_600_000_000 + place * 400_000,
        "context": {"data_plan": {"plan_id": choice.choice(names), "block_metadata": {
            "dto_version": 1, "blocked_event_ids": [place],
            "blocked_event_attributes": [{"event_id": place, "event_attributes": [
                "./data/custom_attributes/" + choice.choice(names)]}],
            "blocked_user_attributes": choice.sample(names, 2)}}},
    }
    print(json.dumps(batch))
