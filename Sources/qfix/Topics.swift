import PipeCommon

/// The pages of `qfix --help TOPIC`.
enum Topics {
  static let paths = HelpTopic(
    "paths",
    """
    A path names places in a batch, in jq's spelling:

      .user_attributes.plan          a member of a member
      .["a b"], .user_attributes["$age"], ."a.b"
                                     names with other characters, as JSON strings
      .events[0], .events[-1]        an element, from the front or from the back
      .events[].data.event_name      of every event; under --on, of the events selected
      .user_attributes[]             every member's value

    Names are compared as the text they stand for: .événement finds "\\u00e9v\\u00e9nement".
    Of a member that stands twice in its object the last one is meant, as everywhere in JSON;
    --unset and the renames take all of that name.

    --set and --default make what is missing on the way, and an object of what is null; a new
    member goes behind the others. What is of another type is left alone and counted. An element
    that is not there is never made, and .events[] of no events names nothing.

    --rename PATH=KEY and --copy PATH=PATH never write over a member that is there. What any of the
    renames calls otherwise is called so in the block metadata as well, where it took effect, so that
    a later step still knows what was blocked. In --copy, what both paths have in common goes together:

      --copy .events[].data.custom_attributes.sku=.events[].data.custom_attributes.id

    copies in each event. A VALUE is JSON; what is no JSON is a string, unless it begins with
    '{', '[' or '"'. Quote paths for the shell: --unset '.events[].data.custom_attributes["a b"]'.

    --cast makes a value a
      string      of a number or boolean, its text
      number      of a string that is one in JSON's spelling; digits stay as they are
      integer     of any length; 42.0 and 4.2e1 are 42, and 1.5 is left alone
      boolean     of true, false, 1 and 0, as strings in any case or as they are
      timestamp   milliseconds, of RFC 3339 or of seconds, milli-, micro- or nanoseconds
    What does not convert is left alone and counted.

    --replace PATH=/REGEX/TEMPLATE/ replaces every match of a POSIX extended regular expression
    in a string. It also knows \\d \\s \\w \\b and their capitals, and \\n \\t \\r; no other backslash
    may stand before a letter or digit. Any character but a letter may stand for '/'. In the
    template \\1 to \\9 are the groups, \\0 the whole match, \\n \\t \\r as above, \\\\ a backslash. A
    text over 64 KiB, or one that takes the expression too long, is left alone and counted.

      --replace '.events[].data.event_name=/^(Order)-v[0-9]+$/\\1/'

    --map PATH=FILE takes a JSON object from text to value, such as {"1": "gold", "2": null}.
    Numbers and booleans are looked up by their text; what the object does not have stays.
    """)

  static let rules = HelpTopic(
    "rules",
    """
    A rules file is a JSON array of objects whose members are named like the options without their
    dashes; they run in that order, where --rules stands among the other operations:

      [
        {"user-attributes": "blocked"},
        {"on": "custom_event:Incorect*",
         "rename-event": {"Incorect Name": "Correct Name"},
         "cast": {".events[].data.custom_attributes.total": "number"}},
        {"on": ["Debug*", "screen_view:Test*"], "drop-event": true},
        {"set": {".user_attributes.plan": "gold", ".user_attributes.count": 3}},
        {"map": {".user_attributes.tier": {"1": "gold", "2": "silver"}}},
        {"unset": ".events[].data.custom_attributes[\\"a b\\"]"},
        {"set-plan": "main_block@2"}
      ]

    What the command line writes as A=B is {"A": B} here, where B is JSON; an object may hold
    several. A string is taken as on the command line: {"rename-event": "Old=New"}. Options without
    a value take true. A table of "map" may stand in the file or be a file's name.

    An "on", a text or a list of alternatives, is for the other members of its object, wherever it
    stands among them, and for nothing else. An object without one is under the --on before --rules.

    Beside operations and "on" a rule can be user-attributes, user-identities, device-identities,
    event-attributes, consent, plan-file and still-blocked.

      qfix --rules fix.json --check                     is the file all right?
      qfix --rules fix.json --diff blocked.ndjson       what would it change?
      qfix --rules fix.json blocked.ndjson | qsend --dry-run > /dev/null
    """)

  static let suggest = HelpTopic(
    "suggest",
    """
    --suggest rules|plan, with the --plan-file that blocks, writes no records but what would let them
    pass, and says on standard error what it goes by and how many would:

      qfix --suggest rules --plan-file plan.json blocked.ndjson > fix.json
      qfix --rules fix.json --diff=stat blocked.ndjson
      qfix --suggest plan --plan-file plan.json blocked.ndjson > new-plan.json

    rules has a rule for every name that is evidently a planned one misspelt: of events and screens,
    and of attributes of events, products and users. Case and separators are no difference at all; a
    letter missing, added or doubled, two swapped, a plural, an added version or platform and another
    custom_event_type are one each. Numbers are never misspelt. Attributes decide between a misspelt
    event and a new one of a like name. Where one thing differs, three quarters of the event's must be
    planned for the name, and two fifths of the planned ones be there, each by what it tells; half of
    them, where more differs or both names occur in one batch. Where there are no attributes to compare
    the names must be the same, or long and one difference apart.
    What is near, but not evidently meant, is said to be unclear: decide by yourself.

    plan has the file, in the shape it came, with a data point for every event that no rule would
    explain and every attribute that is blocked, of the types that were seen. Identities are not
    added. Read either before you use it: the plan is the promise, and a name may be blocked on
    purpose.
    """)

  static let summary = HelpTopic.summary(
    """
    Of qfix:

      dropped       batches left without events, part of filtered
      operations    for each operation, in order: how often it matched, changed something, and had to
                    leave a value alone (left_alone)
      still_blocked
                    null without --plan-file; else in how many batches the plan would block
                    something, and what: events, event_attributes, product_attributes,
                    user_attributes, user_identities, device_identities, each a list of name and
                    count; judged: how many batches each of its versions has judged

    Warnings of qfix:

      never_matched
                    operations that never matched
      left_alone    values that an operation could not change
      identities_lost_without_mpid
                    batches without mpid that lost identities
      still_blocked
                    batches in which the plan would block something
      other_plan    batches that would go out naming a plan or version that the file does not have
    """)
}
