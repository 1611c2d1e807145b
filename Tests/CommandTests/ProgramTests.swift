import Testing

/// Tests that start programs. They take turns: what one of them expects to happen in time must not
/// wait for the processors that another keeps busy.
@Suite(.serialized) enum ProgramTests {}
