extension RetrySettings {
    init(_ section: Section) {
        self.init(attempts: section.integer("attempts", default: 0, in: 0...1000))
        if attempts < 1 {
            section.complain("attempts", section.take("attempts"), "expected how often a request is sent, at least 1")
        }
        initialInterval = section.duration("initialInterval", default: initialInterval)
        timeout = section.duration("timeout", default: timeout)
        statuses = section.statuses("status")
        maxRequestBodyBytes = section.integer("maxRequestBodyBytes", default: maxRequestBodyBytes, in: -1...Int.max)
        ignoresNetworkErrors = section.boolean("disableRetryOnNetworkError", default: false)
        retriesNonIdempotent = section.boolean("retryNonIdempotentMethod", default: false)
        if ignoresNetworkErrors, statuses.isEmpty {
            section.complain("disableRetryOnNetworkError", nil, "leaves no reason for a retry; give a `status` list")
        }
        section.finish()
    }
}
