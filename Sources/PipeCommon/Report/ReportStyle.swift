/// How a report's page looks: in the reader's own light or dark, on a telephone, and on paper.
enum ReportStyle {
  /// How many rows of a list are printed, so that a report takes two pages.
  static let paperRows = 8

  static let text = """
    :root { color-scheme: light dark; --ink: #1b1f24; --soft: #59636e; --paper: #fff; --card: #f6f8fa;
      --rule: #d8dee4; --mark: #b3431e; --bar: #d98a6c; }
    @media (prefers-color-scheme: dark) { :root { --ink: #e6e9ed; --soft: #9da7b1; --paper: #14171b;
      --card: #1d2126; --rule: #343a42; --mark: #f0926d; --bar: #a85c3f; } }
    * { box-sizing: border-box; }
    body { margin: 0 auto; padding: 2rem 1.25rem; max-width: 72rem; background: var(--paper);
      color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
    h1 { margin: 0 0 1.25rem; font-size: 1.75rem; line-height: 1.2; }
    h2 { margin: 0 0 .5rem; font-size: 1.125rem; }
    .lists { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 2.25rem 2.5rem; }
    .wide { grid-column: 1 / -1; }
    .answers { margin: 0 0 2.25rem; padding: .5rem 1.25rem; background: var(--card); border-radius: .5rem;
      border-left: .25rem solid var(--mark); }
    .answers div { display: grid; grid-template-columns: 11rem 1fr; gap: 0 1rem; padding: .4rem 0; }
    .answers dt { color: var(--soft); }
    .answers dd { margin: 0; overflow-wrap: anywhere; unicode-bidi: isolate; }
    section { min-width: 0; }
    main > section { margin-bottom: 2.25rem; }
    bdi { display: block; max-height: 7.5em; overflow: hidden auto; }
    table { width: 100%; border-collapse: collapse; font-size: .9375rem; }
    th, td { padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--rule);
      text-align: left; vertical-align: top; font-weight: normal; }
    th:last-child, td:last-child { padding-right: 0; }
    thead th { color: var(--soft); font-size: .8125rem; white-space: nowrap; }
    tbody th { overflow-wrap: anywhere; min-width: 9rem; }
    .number, .time { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
    .note { color: var(--soft); min-width: 12rem; }
    .none { color: var(--soft); font-style: italic; }
    .remark, footer, summary { color: var(--soft); font-size: .875rem; }
    .remark { margin: .5rem 0; }
    .paper { display: none; }
    .scroll { overflow-x: auto; }
    .columns { display: block; width: 100%; height: 9rem; fill: var(--mark); }
    .picture .columns { border-bottom: 1px solid var(--soft); }
    .ends { display: flex; justify-content: space-between; color: var(--soft); font-size: .8125rem; }
    .lines { margin-top: 1rem; }
    .lines .line { width: 60%; }
    .line .columns { height: 1.5rem; }
    .bar { display: block; width: 100%; height: .1875rem; margin-top: .2rem; fill: var(--bar); }
    details { margin-top: .75rem; }
    details thead th { white-space: normal; overflow-wrap: anywhere; min-width: 6rem; max-width: 14rem;
      vertical-align: bottom; }
    footer { margin-top: 2.5rem; }
    @media (max-width: 44rem) {
      .lists { grid-template-columns: minmax(0, 1fr); }
      body { padding: 1.25rem 1rem; }
      .answers div { grid-template-columns: 1fr; }
      .lines .line { width: 45%; }
      tbody th { min-width: 6.5rem; }
    }
    @media print {
      @page { size: A4; margin: 12mm; }
      :root { color-scheme: light; --ink: #000; --soft: #444; --paper: #fff; --card: #fff;
        --rule: #bbb; --mark: #8a3316; --bar: #c98a72; }
      * { print-color-adjust: exact; }
      html { font-size: 7.5pt; }
      body { padding: 0; max-width: none; line-height: 1.3; }
      h1 { margin-bottom: 1rem; }
      .answers, main > section { margin-bottom: 1.25rem; }
      .answers div { padding: .15rem 0; }
      .lists { display: block; columns: 2; column-gap: 8mm; }
      .lists section { margin-bottom: 1.5rem; break-inside: avoid; }
      .scroll { overflow: visible; }
      bdi { max-height: 2.6em; overflow: hidden; }
      th, td { padding: .15rem .6rem .15rem 0; }
      thead th { white-space: normal; }
      tbody th, .note { min-width: 0; }
      .lists tbody tr:nth-child(n+\(paperRows + 1)), details { display: none; }
      .columns { height: 6rem; }
      .paper { display: block; }
      footer { margin-top: 1rem; }
    }
    """
}
