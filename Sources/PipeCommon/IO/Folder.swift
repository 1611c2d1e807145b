/// A folder as an operand: it stands for all files below it.
package enum Folder {
  /// The operands with every folder replaced by the files below it, in the order of the bytes of
  /// their names. Links to files are followed, links to other folders are not; what has no contents
  /// to be read, such as a socket, is passed over.
  package static func expand(_ operands: [String]) throws(IOError) -> [String] {
    var files: [String] = []
    for operand in operands {
      if operand != "-", let identity = FileIdentity(path: operand), identity.isDirectory {
        files += try self.files(below: operand)
      } else {
        files.append(operand)
      }
    }
    return files
  }

  private static func files(below path: String) throws(IOError) -> [String] {
    var files: [(bytes: [UInt8], path: String)] = []
    var folders = [path]
    while let folder = folders.popLast() {
      for name in try names(in: folder) {
        let path = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
        if FileIdentity(link: path)?.isDirectory == true {
          folders.append(path)
        } else if FileIdentity(path: path)?.isRegular ?? true {
          // A link that leads nowhere stays in the list: that it cannot be opened will be said.
          files.append((FileName.system(path).map { UInt8(bitPattern: $0) }, path))
        }
      }
    }
    return files.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }.map(\.path)
  }

  /// What stands in a folder, itself and its parent left out, in any order.
  private static func names(in folder: String) throws(IOError) -> [String] {
    guard let stream = unsafe opendir(FileName.system(folder)) else {
      throw IOError("read", folder)
    }
    defer { unsafe closedir(stream) }
    let offset = MemoryLayout<dirent>.offset(of: \dirent.d_name) ?? 0
    var names: [String] = []
    while true {
      errno = 0
      guard let entry = unsafe readdir(stream) else { break }
      // An entry is only as long as its name, so it cannot be copied as a whole.
      let name = unsafe FileName.text(
        system: (UnsafeRawPointer(entry) + offset).assumingMemoryBound(to: CChar.self))
      if name != ".", name != ".." { names.append(name) }
    }
    guard errno == 0 else { throw IOError("read", folder) }
    return names
  }
}
