import PipeCommon

/// The pages of `qsend --help TOPIC`.
enum Topics {
  static let doubts = HelpTopic(
    "doubts",
    """
    What is certain to be lost or to do harm is invalid, and never sent: no environment, no event
    type, data or time, a time that cannot be true, nobody to count it for, an id that has been
    through a double, a value that no source of the Events API's reference allows. What is wrong with
    one event costs that event: the others are sent, it goes to the rejects by itself.

    Where the sources disagree (the JSON Schema, the OpenAPI file, the written reference, mParticle's
    own SDKs) nobody but the server knows. Such a batch is in doubt: a word that only some of them
    list, a number where some want a text, a member that only some require. A kind of doubt is a path
    and the odd value:

      events[].data.custom_event_type="unknown"
      events[].data.product_action.products[].id:number
      events[].data.location.latitude:missing

    A bulk request is answered 202 even if the server drops some of its batches; /events names the
    fault of its one batch. So with --doubtful ask, the default, a batch in doubt goes there alone.
    When the server has taken 20 of a kind and refused none, the others of that kind go in bulk, and
    every 500th is asked about again. The journal remembers what was learned.

    The historical path cannot be asked: there a batch in doubt is invalid, unless the journal held
    its doubts as settled when the run began, or with --doubtful send, which asks nobody. --doubtful
    refuse sends nothing that is in doubt. Receipts name the doubt, the summary counts each kind.
    """)

  static let joining = HelpTopic(
    "joining",
    """
    The server's limit counts batches, and one batch holds many events. With --join=user consecutive
    records of one user whose wire forms are the same but for the events go as one batch, of at most
    --bulk-events events and 128,000 bytes. Nothing is reordered: another envelope of the user ends
    the batch. Each record is judged by itself, and has a receipt and its line in the rejects by
    itself; "joined" says how many share the batch.

    The input is taken in blocks of 10,000 records or 32 MiB, in which other users' records may stand
    between. So a sorted export needs fewest batches:

      qextract --key user export.txt | LC_ALL=C sort -s -k1,1 | cut -f2- |
        qsend --join=user --journal j --pod us1 >> receipts.ndjson

    Nothing leaves before its block is complete, so this is not for live input. A record that comes
    twice within the last 1,000,000 is sent once: the second one's receipt says accepted, has no id,
    and names the first, whose receipt tells of both. Copies farther apart are not noticed, and would
    be counted twice unless both go by themselves. For the same reason send all parts of a replay either
    joined or not, and the parts of an export that overlap not at all.

    If the server refuses a joined batch (400 or 413), its records go one by one, so that only the
    faulty one is rejected; a batch that is found at fault otherwise is rejected with all of them. The
    journal knows the blocks and what was taken apart: after a restart
    the same records share the same batches, under the same ids.
    """)

  static let receipts = HelpTopic(
    "receipts",
    """
    One line on standard output for each record, or each part of one, in the order of the input; every
    member is always there:

      file, line         where the record begins
      part, parts        which part of it this is: a large batch goes in several, an event that
                         cannot be sent is one by itself
      status             accepted; rejected (refused by the server); invalid (not sent: unreadable
                         or against the rules); would-send (a rehearsal)
      endpoint           bulk, events or historical; null if it was not sent, as the next two
      http_status        of the last answer
      source_request_id  on which the server deduplicates
      batch_id, mpid     as texts, or null
      events, event_ids  how many, and their ids
      attempts           requests that it was in
      error              why it is not accepted; of what record it is a copy
      doubt              what only some sources of the reference allow (see --help doubts)
      joined             how many records share the batch

    --rejects FILE gets the records of rejected and invalid batches, cut to the events that were not
    accepted, to be fixed and sent again.
    """)

  static let proof = HelpTopic(
    "proof",
    """
    qsend --prove RECEIPTS FILE… sends nothing and needs no key. It reads the very input of the runs
    (the same files, or with - the pipeline once more, and the same --max-record) and their receipts
    side by side, and says of every record and event what became of it:

      accepted           by the server, under exactly one id
      rejected, invalid  refused by it, or not sent
      missing            no receipt tells of it
      twice              accepted under two ids, and so counted twice; across records that is noticed
                         within the last 1,000,000 events at least

    Receipts belong to a record by file and line, and to its events by their ids; of a single file the
    name does not matter. Those of runs that were stopped and resumed, or that began again, stand one
    behind the other in one file, as >> leaves them.

    Exit 1 if anything else than accepted was found, if a receipt is damaged, or if one tells of a
    record or event that the input does not have. Receipts written with --receipts-for problems lack
    the accepted ones, and those of a rehearsal are of nothing sent: neither proves anything.

    --report=csv, json or html says it otherwise; the page has what was accepted beside what was read.
    """)

  static let journal = HelpTopic(
    "journal",
    """
    --journal FILE remembers how far the input is settled: receipts handed on, rejects on the disk.
    After a kill, a full disk or a power cut the same command goes on from there. What was sent but
    not yet settled is sent again under the same ids, which the server knows for at least 30 days.

    Append receipts with >>: a line that stands there already is not written again, so that each
    record has its receipts, and its rejects, once. The journal is bound to the input, the address,
    the key, --replay-id, --endpoint and every option that changes what is sent. As long as nothing is
    settled, whatever else is given simply takes its place.

    With another key, another version of the ids, or receipts that have become shorter, --rebind goes
    on behind what is settled, and says how many batches may have been taken already.

    --limit N settles N records and stops, for a look at them; the same command without it goes on.
    """)

  static let credentials = HelpTopic(
    "credentials",
    """
    The key and secret of the feed come from the environment, or from --credentials FILE, which
    nobody but its owner may be able to read (chmod 600). Lines as a shell has them:

      # the feed "Backfill" of the production workspace
      MPARTICLE_API_KEY=us1-0123456789abcdef
      export MPARTICLE_API_SECRET='a secret'

    They are never an option's value, and never printed.
    """)

  static let summary = HelpTopic.summary(
    """
    Of qsend, where records = accepted + rejected + invalid + skipped + unsettled + blank, and passed
    is accepted, or in a rehearsal good to be sent:

      accepted, invalid, skipped, unsettled
                          input records: taken by the server, not sent because of what is in them,
                          settled by an earlier run, neither
      batches, events     accepted batches of the wire, and their events (in a rehearsal: that would
                          be sent)
      requests, retries, throttled
                          requests made, made again, and answered 429
      probes              accepted batches that were sent again under their ids, to see whether the
                          server is well
      historical          batches to the historical endpoint, which event outputs never receive
      users               different users seen; exact up to 1,000, then an estimate
      doubtful            for each kind of doubt: its kind (a path and the odd value), in how many
                          batches of this run it was met, and how many batches with it the server has
                          accepted and refused in all runs
      joined              records of this run that share a batch with others
      total               accepted, rejected, invalid, batches, events, historical, requests, retries,
                          throttled of all runs with this journal

    Warnings of qsend:

      older_than_14d      batches that many receiving tools refuse
      without_mpid        batches whose user the server must find by identities
      without_block_metadata
                          batches that do not say what was blocked
      allowed_user_attributes
                          batches with user attributes that were not blocked: they may overwrite
                          newer ones
      deletions, consent  batches that delete user attributes, or set consent: they may undo newer
                          ones
      over_limits         batches with names or values over documented limits
      unknown_members     members that the API's reference does not know
      copies              records that --join=user met before, and did not send again
      repeated_events     events that --join found twice, and left out once
      split               batches too large for one, sent in parts
      old_journal         1 if the journal is older than the server's memory of ids
    """)

  static let environment = HelpTopic(
    "environment",
    """
      MPARTICLE_API_KEY, MPARTICLE_API_SECRET
                     the credentials, where there is no --credentials
      SSL_CERT_FILE  the authorities that certificates are checked against, instead of the system's
      https_proxy, all_proxy, no_proxy
                     a proxy, and the hosts that are reached without it
      NO_COLOR       no colours and no progress line, if it is not empty
      COLUMNS        how wide the terminal is, where it does not say so itself
    """)
}
