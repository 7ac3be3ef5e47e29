package import LinuxIO

/// `ipAllowList`: answers clients that are not in one of some networks.
package struct IPAllowList: Sendable, Equatable {
    /// Never empty.
    package var sourceRange: AddressSet
    package var strategy = IPStrategy()
    /// 200…599.
    package var rejectStatus = 403

    package init(sourceRange: AddressSet) { self.sourceRange = sourceRange }
}
