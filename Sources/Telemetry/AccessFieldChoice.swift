/// Which of its members the access log has, by their names in JSON.
package struct AccessFieldChoice: Sendable, Equatable {
    private let keepsOthers: Bool
    /// In lower case.
    private let kept: Set<String>
    private let dropped: Set<String>

    /// - Parameters:
    ///   - keepsOthers: what becomes of those without a choice of their own.
    ///   - choices: whether a member is kept, by its name in any case.
    package init(keepsOthers: Bool = true, _ choices: [String: Bool] = [:]) {
        self.keepsOthers = keepsOthers
        kept = Set(choices.filter(\.value).keys.map { $0.lowercased() })
        dropped = Set(choices.filter { !$0.value }.keys.map { $0.lowercased() })
    }

    /// Every member.
    package static let all = AccessFieldChoice()

    /// What makes a line one of a log.
    private static let always: Set = ["level", "msg", "time"]

    func keeps(_ name: StaticString) -> Bool {
        if keepsOthers, dropped.isEmpty { return true }
        let name = name.description.lowercased()
        if Self.always.contains(name) { return true }
        return keepsOthers ? !dropped.contains(name) : kept.contains(name)
    }
}
