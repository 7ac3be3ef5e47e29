package import LinuxIO

/// `ipStrategy`: which of the addresses that a request names is its client's.
package struct IPStrategy: Sendable, Equatable {
    /// The place in `X-Forwarded-For`, counted from its end; 0 for none.
    package var depth = 0
    /// Where no depth is given: the last address of `X-Forwarded-For` that is not one of these; empty for the peer's.
    package var excluded = AddressSet()
    /// Leading bits of an IPv6 address that tell clients apart, 1…128; nil for all.
    package var ipv6Subnet: Int?

    package init() {}

    /// Whether `X-Forwarded-For` is read at all.
    package var readsField: Bool { depth > 0 || !excluded.isEmpty }
}

/// `sourceCriterion`: what makes requests those of one client.
package enum SourceCriterion: Sendable, Equatable {
    case address(IPStrategy)
    /// The value of a field; requests without it count as one client's.
    case field(String)
    /// The host that is asked for.
    case host
}
