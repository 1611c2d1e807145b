/// Pictures as inline SVG; whoever cannot see them has their numbers in a table beside them.
enum SVGPicture {
  /// Columns for the steps of a timeline, each with its time and count to be pointed at.
  static func columns(
    _ counts: [Int], _ starts: [Timestamp], height: Int, label: String
  ) -> String {
    let most = counts.max() ?? 0
    // In a picture with room for many steps, a few do not become walls.
    let room = max(counts.count, 12)
    var svg = """
      <svg class="columns" viewBox="0 0 \(room * 10) \(height)" preserveAspectRatio="none" \
      role="img" aria-label="\(label.html)">
      """
    for (number, count) in counts.enumerated() where count > 0 {
      // At least a line, so that what is not nothing is seen.
      let size = max(1, share(count, of: most, height))
      svg += """
        <rect x="\(number * 10)" y="\(height - size)" width="9" height="\(size)">\
        <title>\(starts[number].minute): \(count.grouped)</title></rect>
        """
    }
    return svg + "</svg>"
  }

  /// A bar beneath a name.
  static func bar(_ count: Int, of most: Int) -> String {
    """
    <svg class="bar" viewBox="0 0 1000 1" preserveAspectRatio="none" aria-hidden="true">\
    <rect width="\(max(4, share(count, of: most, 1000)))" height="1"/></svg>
    """
  }

  private static func share(_ count: Int, of most: Int, _ size: Int) -> Int {
    Int(clamping: Double(count) / Double(max(most, 1)) * Double(size))
  }
}
