package import LinuxIO

/// What answers for `api@internal`; told from workers' threads, since it may take its time.
package protocol AdminService: Sendable {
    func answer(_ question: AdminQuestion) -> AdminAnswer
}

/// What somebody wants to know of the running usher.
package struct AdminQuestion: Sendable {
    package var isGET: Bool
    /// As the client wrote it, percent-encoded.
    package var path: String
    /// What follows the question mark; empty without one.
    package var query: String

    package init(isGET: Bool = true, path: String, query: String = "") {
        (self.isGET, self.path, self.query) = (isGET, path, query)
    }
}

/// The answer: a status, a few fields, and all of the body.
package struct AdminAnswer: Sendable, Equatable {
    package var status = 200
    /// Empty for none.
    package var contentType = ""
    /// `X-Next-Page`: the page of a list that follows, 1 behind the last; nil where there is no list.
    package var nextPage: Int?
    /// `X-Content-Type-Options: nosniff`
    package var isNotSniffed = false
    package var body: [UInt8] = []

    package init() {}
}

/// Where questions are handed in: answered by a worker, so that no loop waits.
package struct AdminDesk: Sendable {
    let service: any AdminService
    let workers: Workers

    package init(_ service: any AdminService, workers: Workers) { (self.service, self.workers) = (service, workers) }

    /// Hands a question over; `call` learns the answer. False when too many wait.
    func ask(_ question: AdminQuestion, _ call: WorkerCall<AdminAnswer>) -> Bool {
        call.begin { isWanted, done in
            workers.run { [service] in
                if isWanted() { done(service.answer(question)) }
            }
        }
    }
}
