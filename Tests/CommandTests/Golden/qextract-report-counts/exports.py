"""Random quarantine exports with odd shapes: python3 exports.py SEED BATCHES"""
import json, random, sys

seed, batches = int(sys.argv[1]), int(sys.argv[2])
choice = random.Random(seed)
spread = choice.choice([1_000, 119_999, 120_000, 3_600_000, 86_400_000, 10**10, 10**11])
# The last moment of a step of every width, and the first of the next.
edges = [1_762_732_800_000, 1_762_732_799_999, 1_762_732_800_000 - spread]
names = ["Order Plcaed", "", "商品", "a\u0000b", "=1+1", "\ud800"] + [f"n{i}" for i in range(9)]


def number(value):
    return choice.choice([value, str(value)])


def event(identity, when):
    data = {"event_id": number(identity)}
    data[choice.choice(["event_name", "screen_name", "other"])] = choice.choice(names)
    data["timestamp_unixtime_ms"] = choice.choice(
        [number(when)] * 20 + [when // 1000, when * 1000, 2**63 - 1, -(2**63), None, "x", 1.5])
    if choice.random() < 0.1:
        del data["timestamp_unixtime_ms"]
    kind = choice.choice(["custom_event", "screen_view", "commerce_event", None])
    return {"event_type": kind, "data": data}


for place in range(batches):
    quarantined = choice.choice(edges) + choice.randrange(spread)
    events, blocked, attributes = [], [], []
    for one in range(choice.randrange(6)):
        when = choice.choice(edges + [quarantined - choice.randrange(spread)])
        events.append(event(place * 10 + one, when))
        if choice.random() < 0.6:
            blocked.append(number(place * 10 + one))
        elif choice.random() < 0.3:
            paths = choice.choices([
                "./data/custom_attributes/size", "./data/custom_attributes/a/b", "商品",
                "./data/product_action/products/0/custom_attributes/size",
                "./data/product_action/products/12/custom_attributes/size"], k=choice.randrange(1, 4))
            attributes.append({"event_id": number(place * 10 + one), "event_attributes": paths})
    user = choice.randrange(batches // 3 + 1)
    # Most batches of a user are alike but for their events.
    own = random.Random(user) if choice.random() < 0.8 else choice
    batch = {
        "events": events, "environment": own.choice(["production", "development", None]),
        "mpid": str(10**18 + user), "batch_id": place, "source_request_id": str(place),
        "user_attributes": {"tier": own.choice(["gold", "tin"])},
        "context": {"data_plan": {"plan_id": "main", "plan_version": own.choice([1, "2", None]),
                    "block_metadata": {"dto_version": 1, "blocked_event_ids": blocked,
                                       "blocked_event_attributes": attributes,
                                       "blocked_user_attributes": choice.choice([[], ["tier"]])}}},
    }
    if choice.random() < 0.8:
        batch["timestamp_unixtime_ms"] = number(quarantined)
    if own.random() < 0.8:
        batch["application_info"] = own.choice([
            {"application_name": "Shop", "application_version": "4.2", "os": "IOS"},
            {"application_version": 5}, {"package": "com.shop", "os": ""}, {"os": "Android"}, {},
            None, [], {"application_name": 1.5, "application_version": "6"}])
    if own.random() < 0.8:
        batch["device_info"] = own.choice([{"platform": "iOS"}, {"platform": None}, {}, "x"])
    if own.random() < 0.5:
        batch["source_info"] = {"channel": own.choice(["native", "partner"]), "partner": ""}
    if own.random() < 0.5:
        batch["sdk_version"] = "7.9"
    if choice.random() < 0.2:
        batch["context"]["data_plan"]["block_metadata"] |= choice.choice([
            {"blocked_user_identities": ["email", "customer_id"]},
            {"blocked_user_identities": [], "blocked_device_identities": ["ios_idfv"]},
            {"blocked_device_identities": ["ios_idfv", "android_uuid", "ios_idfv"]}])
    if choice.random() < 0.1:
        batch["mpid"] = choice.choice([None, ""])
        batch["user_identities"] = {"email": f"u{user}"}
    if choice.random() < 0.05:
        del batch["context"]
    print(json.dumps(batch, separators=choice.choice([(",", ":"), (", ", " : ")])))
