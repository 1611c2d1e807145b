import PipeCommon

/// The pages of `qextract --help TOPIC`.
enum Topics {
  static let summary = HelpTopic.summary(
    """
    Of qextract:

      events_in, events_out  events in quarantined batches, and those that came out
      not_quarantined        batches without block metadata, part of filtered
      no_batch               objects that are no batches: alias requests, part of filtered, and
                             others, part of rejected
      unmatched_ids          blocked ids that no event of their batch has; also a warning

    Warnings of qextract:

      delivered_again        events of which only attributes were blocked: delivered once already
    """)
}
