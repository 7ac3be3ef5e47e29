/// `errors`: answers with a page of another service in place of a response whose status is in a list.
package struct ErrorsSettings: Sendable, Equatable {
    package var statuses: StatusRanges
    /// The status that a client gets for one of the upstream's.
    package var rewrites: [Rewrite] = []
    /// Id of the service that has the pages.
    package var service: String
    /// Path and query of the page, where `{status}`, `{originalStatus}` and `{url}` are filled in.
    package var query = ""

    package struct Rewrite: Sendable, Equatable {
        package var statuses: ClosedRange<Int>
        package var status: Int
    }

    package init(statuses: StatusRanges, service: String) {
        self.statuses = statuses
        self.service = service
    }

    /// What a client gets in place of an upstream's status.
    package func rewritten(_ status: Int) -> Int { rewrites.first { $0.statuses.contains(status) }?.status ?? status }
}
