/// Why a scenario cannot go on: what was waited for, and what was seen instead.
struct ScenarioFailure: Error, CustomStringConvertible {
    let description: String
    /// Nothing came, as opposed to something wrong.
    let isTimeout: Bool

    init(_ description: String, isTimeout: Bool = false) {
        (self.description, self.isTimeout) = (description, isTimeout)
    }
}

/// How long a single wait may take unless a scenario says otherwise.
let patience: Duration = .seconds(5)
