import Testing

@testable import qsend

/// When a kind of doubt is settled, and when it is open again.
@Suite struct DoubtBookTests {
  private func accept(_ kinds: [Int], _ times: Int, _ book: DoubtBook, alone: Bool = true) {
    for _ in 0..<times { book.noteAnswer(kinds, isAccepted: true, alone: alone) }
  }

  @Test func twentyAcceptancesSettleAKind() {
    let book = DoubtBook()
    accept([0], 19, book)
    #expect(book.mustAsk([0]))
    accept([0], 1, book)
    #expect(!book.mustAsk([0]))
    #expect(book.mustAsk([0, 1]), "the other kind is open")
  }

  @Test func whatWentInBulkProvesNothing() {
    let book = DoubtBook()
    accept([0], 50, book, alone: false)
    #expect(book.mustAsk([0]))
    #expect(book.entries[0].accepted == 50)
  }

  @Test func aRefusalKeepsAKindInQuestion() {
    let book = DoubtBook()
    book.noteAnswer([0], isAccepted: false, alone: true)
    accept([0], 100, book)
    #expect(book.mustAsk([0]))
    #expect(book.entries[0].accepted == 100 && book.entries[0].refused == 1)
  }

  @Test func aRefusalForOneOfTwoOpenDoubtsBlamesNeither() {
    let book = DoubtBook()
    book.noteAnswer([0, 1], isAccepted: false, alone: true)
    accept([0], 20, book)
    #expect(!book.mustAsk([0]))
    // Now only one of them is open.
    book.noteAnswer([0, 1], isAccepted: false, alone: true)
    accept([1], 20, book)
    #expect(book.mustAsk([1]) && !book.mustAsk([0]))
  }

  @Test func everySoManyOfASettledKindAreAskedAgain() {
    let book = DoubtBook()
    accept([0], 20, book)
    var asked = 0
    for _ in 0..<(DoubtBook.askAgainEvery * 3) {
      let alone = book.mustAsk([0])
      if alone { asked += 1 }
      book.noteSent([0], alone: alone)
    }
    #expect(asked == 3)
  }

  @Test func aRefusalUnsettles() {
    let book = DoubtBook()
    accept([0], 20, book)
    book.noteAnswer([0], isAccepted: false, alone: true)
    accept([0], 20, book)
    #expect(book.mustAsk([0]))
  }

  @Test func aRefusalForSettledKindsMakesAllOfThemShowThemselvesAgain() {
    let book = DoubtBook()
    accept([0, 1], 20, book)
    book.noteAnswer([0, 1], isAccepted: false, alone: true)
    #expect(book.mustAsk([0]) && book.mustAsk([1]))
    accept([0], 20, book)
    #expect(!book.mustAsk([0]) && book.mustAsk([1]))
  }

  @Test func oneKindTooManyIsNeverSettled() {
    let book = DoubtBook()
    accept([DoubtKinds.limit], 100, book)
    #expect(book.mustAsk([DoubtKinds.limit]))
    #expect(book.entries.isEmpty)
  }
}
