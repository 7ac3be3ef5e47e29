internal import CLinux

/// The variables the process was started with; of one given twice the first counts. Not for use while any is being set.
package func processEnvironment() -> [String: String] {
    var variables: [String: String] = [:]
    guard var place = unsafe usher_environment() else { return variables }
    while let text = unsafe place.pointee {
        let parts = unsafe String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2, variables[String(parts[0])] == nil { variables[String(parts[0])] = String(parts[1]) }
        unsafe place += 1
    }
    return variables
}
