/// What came of reading a configuration.
package struct Loaded<Model: Sendable & Equatable>: Sendable, Equatable {
    /// Nil when there is nothing to go on with: a static error, or a file that cannot be read as a whole.
    package var model: Model?
    /// Every option in force, defaults included, in reading order.
    package var options: [ResolvedOption]
    /// In the order they were met.
    package var problems: [ConfigProblem]
    /// Everything that was given a name, in order or not.
    package var objects: [ConfigObject] = []

    package init(model: Model?, options: [ResolvedOption] = [], problems: [ConfigProblem]) {
        self.model = model
        self.options = options
        self.problems = problems
    }
}

/// A router, a service or another thing that the configuration names, whether or not it is in order.
package struct ConfigObject: Sendable, Equatable {
    package enum Kind: String, Sendable {
        case router, service, middleware
    }

    package var kind: Kind
    package var name: String
    /// Its place among the options of what was loaded.
    package var options: Range<Int>
}

/// One option as it was understood.
package struct ResolvedOption: Sendable, Equatable {
    /// Dotted path from the root.
    package var keyPath: String
    /// In its canonical form: durations as Go prints them, sizes with a unit, lists as `[a, b]`.
    package var value: String
    package var source: ConfigSource
    package var form: OptionForm

    package init(keyPath: String, value: String, source: ConfigSource, form: OptionForm = .text) {
        self.keyPath = keyPath
        self.value = value
        self.source = source
        self.form = form
    }
}

/// What an option's value is, for whom its canonical text is not enough.
package enum OptionForm: Sendable, Equatable {
    /// No more than its text says.
    case text
    case duration
    /// The section itself, which is there: its options follow.
    case section
    case number(Int64)
    case boolean(Bool)
    case list([String])
}

/// What decoding notes down as it goes; shared by all sections of one configuration.
final class DecodingLog {
    var options: [ResolvedOption] = []
    var problems: [ConfigProblem] = []
    var objects: [ConfigObject] = []
    /// Errors so far: whoever decodes an object compares before and after.
    private(set) var errors = 0

    func add(_ problem: ConfigProblem) {
        problems.append(problem)
        if problem.severity == .error { errors += 1 }
    }

    /// Notes an object that has just been decoded, where it is of a kind that is shown.
    func noteObject(_ kind: String, _ name: String, optionsFrom start: Int) {
        guard let kind = ConfigObject.Kind(rawValue: kind) else { return }
        objects.append(ConfigObject(kind: kind, name: name, options: start..<options.count))
    }

    /// Runs `body`; nil when it met errors, or itself gave up.
    func whole<Object>(_ body: () -> Object?) -> Object? {
        let before = errors
        let object = body()
        return errors == before ? object : nil
    }
}

extension Loaded {
    /// Where each option was written.
    package var sources: OptionSources { OptionSources(options) }
}

/// Where options were written, by their paths.
package struct OptionSources: Sendable {
    private let places: [String: ConfigSource]

    init(_ options: [ResolvedOption]) {
        places = Dictionary(options.map { ($0.keyPath, $0.source) }, uniquingKeysWith: { $1 })
    }

    /// The defaults' source for what was not written.
    package subscript(_ keyPath: String) -> ConfigSource { places[keyPath] ?? .builtIn }
}
