internal import Configuration

/// Which requests the access log tells of.
struct AccessFilter {
    private let filters: AccessLogFilters
    private let addsInternals: Bool
    /// Whether there is any condition.
    private let isOpen: Bool

    init(_ settings: AccessLogSettings) {
        (filters, addsInternals) = (settings.filters, settings.addInternals)
        isOpen = settings.filters == AccessLogFilters()
    }

    func admits(_ target: RouteTarget?) -> Bool {
        if addsInternals { return true }
        if case .own? = target?.destination { return false }
        return true
    }

    /// Whether one of the conditions is met.
    func admits(status: UInt16, retries: UInt32, duration: Duration) -> Bool {
        isOpen || filters.statusCodes.contains { $0.contains(Int(status)) } || filters.retryAttempts && retries > 0
            || filters.minDuration > .zero && duration > filters.minDuration
    }
}
