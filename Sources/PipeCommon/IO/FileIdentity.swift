/// Which file a path or a descriptor stands for, whatever it is called.
package struct FileIdentity: Equatable {
  private let device: UInt64
  private let number: UInt64
  /// The size in bytes; meaningful for regular files only.
  package let size: Int
  /// Permission bits.
  package let mode: UInt32

  init(_ status: stat) {
    device = UInt64(truncatingIfNeeded: status.st_dev)
    number = UInt64(status.st_ino)
    size = Int(status.st_size)
    mode = UInt32(status.st_mode)
  }

  /// The identity of the file at a path; `nil` if there is none.
  package init?(path: String) {
    var status = stat()
    guard unsafe stat(FileName.system(path), &status) == 0 else { return nil }
    self.init(status)
  }

  /// The same, but of a symbolic link itself.
  init?(link path: String) {
    var status = stat()
    guard unsafe lstat(FileName.system(path), &status) == 0 else { return nil }
    self.init(status)
  }

  /// Whether the file has a place on a disk: can be looked at twice, and has a size.
  package var isRegular: Bool { mode & UInt32(S_IFMT) == UInt32(S_IFREG) }
  /// Whether it is a folder.
  package var isDirectory: Bool { mode & UInt32(S_IFMT) == UInt32(S_IFDIR) }
  /// A device such as `/dev/null` is the same file for everyone and no conflict.
  package var isDevice: Bool { mode & UInt32(S_IFMT) == UInt32(S_IFCHR) }

  /// Device and number, as text.
  var text: String { "\(device):\(number)" }

  package static func == (one: Self, other: Self) -> Bool {
    one.device == other.device && one.number == other.number
  }
}
