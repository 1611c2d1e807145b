import PipeCommon

/// What there is to choose, for parsing, help, manual page and completions.
extension Options {
  static var table: OptionTable<Options> {
    OptionTable(
      tool: "qsend",
      summary: "send batches through mParticle's Events API",
      purpose: """
        Sends batches, one or more a line, to the Events API, and writes a receipt for each. What was
        blocked is sent once: a batch's id is the same on every run.
        """,
      groups: [address, what, requests, checks, proof, .common],
      notes: [
        """
        Credentials: MPARTICLE_API_KEY and MPARTICLE_API_SECRET, from the file or the environment
        (--help credentials).
        Certificates are checked against the system's authorities, or those in the file that
        SSL_CERT_FILE names. Input that was accepted and then blocked again needs a new --replay-id
        to be sent again. SIGUSR1 makes qsend say how far it is.
        """
      ],
      examples: [
        "qextract export.txt | qsend --dry-run > /dev/null",
        "qsend --pod us1 --journal j --rejects r fixed.ndjson >> receipts.ndjson",
        "qextract --each event export.txt | grep Order | qsend --join --pod eu1 > receipts.ndjson",
        "qsend --prove receipts.ndjson fixed.ndjson",
      ],
      topics: [
        Topics.doubts, Topics.joining, Topics.receipts, Topics.proof, Topics.journal,
        Topics.credentials, .times,
        Topics.summary,
      ], sections: [Topics.environment])
  }

  private static var address: OptionGroup<Options> {
    OptionGroup(
      "Where",
      [
        .value(
          "--pod", "POD", "us1, us2, eu1 or au1", words: Destination.Pod.allCases.map(\.rawValue)
        ) { (options, word) throws(UsageError) in
          options.pod = try OptionValue.choice(word, "--pod")
        },
        .value("--url", "BASE", "another address, up to and including /v2") {
          (options, url) in options.base = url
        },
        .value(
          "--endpoint", "NAME",
          """
          auto (default): historical if every event of a batch is over
          30 days old, else bulk; events: one batch a request
          """, words: Router.Mode.allCases.map(\.rawValue)
        ) { (options, word) throws(UsageError) in
          options.endpoint = try OptionValue.choice(word, "--endpoint")
        },
        .value("--historical-before", "TIME", "which events are old, instead of 30 days ago") {
          (options, text) throws(UsageError) in
          let time = try Timestamp(text, option: "--historical-before") {
            options.notices.append($0)
          }
          guard time <= Timestamp.now.subtracting(days: Router.youngest) else {
            throw UsageError(
              "--historical-before: the historical endpoint ignores events of the last 72 hours")
          }
          options.historicalBefore = time
        },
        .file("--credentials", "a file that only its owner can read") {
          (options, path) in options.credentialsFile = path
        },
      ])
  }

  private static var what: OptionGroup<Options> {
    OptionGroup(
      "What",
      [
        .flag("--dry-run", "send nothing; check everything and say how long it would take") {
          (options) in options.isDryRun = true
        },
        .optionalValue(
          "--join", ["user"], placeholder: "user",
          """
          put neighbours that --each event took apart together again;
          user: send a user's records with one envelope as one batch
          (--help joining)
          """
        ) { (options, word) throws(UsageError) in
          guard let word else {
            options.joins = .neighbours
            return
          }
          guard word == "user" else {
            throw UsageError("--join takes user, or nothing, not '\(word)'")
          }
          options.joins = .user
        },
        .value("--limit", "N", "settle N records, then stop; with a journal the rest goes later") {
          (options, text) throws(UsageError) in
          options.limit = try OptionValue.integer(text, in: 1...Int.max, "--limit")
        },
        .file("--journal", "remember how far it got, and go on from there") {
          (options, path) in options.journal = path
        },
        .flag("--rebind", "go on with a journal of another key, ids or shorter receipts") {
          (options) in options.rebinds = true
        },
        .value("--replay-id", "TEXT", "a name for this replay; part of every batch's id") {
          (options, text) in options.replayID = text
        },
      ])
  }

  private static var requests: OptionGroup<Options> {
    OptionGroup(
      "How",
      [
        .value("--rate", "N", "batches a second, at most; else the account's limit is found") {
          (options, text) throws(UsageError) in
          options.rate = try OptionValue.integer(text, in: 1...1_000_000, "--rate")
        },
        .value("--concurrency", "N", "requests at a time (16, or 64 of one batch)") {
          (options, text) throws(UsageError) in
          options.concurrency = try OptionValue.integer(text, in: 1...256, "--concurrency")
        },
        .value("--bulk", "N", "batches a request (100)") {
          (options, text) throws(UsageError) in
          options.requestLimits.batches = try OptionValue.integer(text, in: 1...100, "--bulk")
        },
        .value("--bulk-events", "N", "events a request (100)") {
          (options, text) throws(UsageError) in
          options.requestLimits.events = try OptionValue.integer(
            text, in: 1...1_000_000, "--bulk-events")
        },
        .value("--timeout", "SECONDS", "for an answer (60)") {
          (options, text) throws(UsageError) in
          options.timeout = try OptionValue.integer(text, in: 1...3600, "--timeout")
        },
        .value("--give-up-after", "TIME", "with nothing but errors: 90s, 30m, 1h (1h)") {
          (options, text) throws(UsageError) in
          options.giveUpAfter = try OptionValue.seconds(text, "--give-up-after")
        },
        .value(
          "--log-every", "TIME", "how far it is, where no terminal is; 0: never (1m, 10m, hourly)"
        ) { (options, text) throws(UsageError) in
          options.logEvery = text == "0" ? 0 : try OptionValue.seconds(text, "--log-every")
        },
        .value(
          "--receipts-for", "WHICH", "all (default), or problems: what was not accepted",
          words: Receipt.Wanted.allCases.map(\.rawValue)
        ) { (options, word) throws(UsageError) in
          options.receiptsFor = try OptionValue.choice(word, "--receipts-for")
        },
        .value("--grace", "TIME", "for requests under way when a signal says to stop (20s)") {
          (options, text) throws(UsageError) in
          options.grace = try OptionValue.seconds(text, "--grace")
        },
        .flag("--no-probe", "never send an accepted batch again to see how the server is") {
          (options) in options.mayProbe = false
        },
      ])
  }

  private static var checks: OptionGroup<Options> {
    OptionGroup(
      "Which batches",
      [
        .value("--environment", "NAME", "only of this environment; one key serves both") {
          (options, name) throws(UsageError) in
          guard name == "production" || name == "development" else {
            throw UsageError("--environment takes production or development, not '\(name)'")
          }
          options.environment = name
        },
        .flag("--require-mpid", "only with an MPID") { (options) in options.requiresMPID = true },
        .flag("--allow-delivered", "also events that were not blocked; they are counted twice") {
          (options) in options.allowsDelivered = true
        },
        .flag("--any-time", "also events before 2012, or a day after the batch was received") {
          (options) in options.allowsAnyTime = true
        },
        .value(
          "--doubtful", "WHAT",
          """
          what only some sources of the reference allow: ask (default),
          send or refuse (--help doubts)
          """, words: BatchPolicy.Doubtful.allCases.map(\.rawValue)
        ) { (options, word) throws(UsageError) in
          options.doubtful = try OptionValue.choice(word, "--doubtful")
        },
        .flag("--force", "go on even if 100 batches in a row are all refused") {
          (options) in options.isForced = true
        },
      ])
  }

  private static var proof: OptionGroup<Options> {
    OptionGroup(
      "Afterwards",
      [
        .file(
          "--prove", "send nothing; by these receipts say what became of the input (--help proof)"
        ) { (options, path) in options.receipts = path },
        .optionalValue(
          "--report", ReportForm.allCases.map(\.rawValue), placeholder: "FORM",
          "how --prove says it: table (default), json, csv, or html, a page by itself"
        ) { (options, form) throws(UsageError) in
          options.reportForm =
            try form.map { form throws(UsageError) in
              try OptionValue.choice(form, "--report")
            } ?? .table
        },
      ])
  }
}
