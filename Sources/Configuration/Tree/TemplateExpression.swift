/// What stands between `{{` and `}}`.
indirect enum TemplateExpression: Sendable {
    case literal(String)
    /// `.Name`, or `.Name.part` of a map.
    case field([String], offset: Int)
    case call(TemplateFunction, [TemplateExpression], offset: Int)

    /// The value as text.
    func text(_ context: Template.Context) throws(TemplateFailure) -> String {
        switch try value(context) {
        case .text(let text): return text
        case .map: throw TemplateFailure(offset: offset, message: "a map is no text; take one value with `index`")
        }
    }

    private var offset: Int {
        switch self {
        case .literal: 0
        case .field(_, let offset), .call(_, _, let offset): offset
        }
    }

    private func value(_ context: Template.Context) throws(TemplateFailure) -> TemplateValue {
        switch self {
        case .literal(let text): return .text(text)
        case .field(let names, let offset): return try Self.field(names, offset, context)
        case .call(.index, let arguments, let offset):
            guard case .map(let map) = try arguments[0].value(context) else {
                throw TemplateFailure(offset: offset, message: "`index` takes a map first, such as .Labels")
            }
            return .text(map[try arguments[1].text(context)] ?? "")
        case .call(.env, let arguments, _): return .text(context.environment[try arguments[0].text(context)] ?? "")
        case .call(.normalize, let arguments, _): return .text(normalized(try arguments[0].text(context)))
        case .call(.trimPrefix, let arguments, _):
            let (prefix, text) = (try arguments[0].text(context), try arguments[1].text(context))
            // By bytes, as characters may join across the border.
            guard text.utf8.starts(with: prefix.utf8) else { return .text(text) }
            return .text(String(decoding: text.utf8.dropFirst(prefix.utf8.count), as: UTF8.self))
        }
    }

    private static func field(
        _ names: [String], _ offset: Int, _ context: Template.Context
    ) throws(TemplateFailure) -> TemplateValue {
        guard let value = context.fields[names[0]] else {
            let known = context.fields.keys.sorted().map { ".\($0)" }.joined(separator: ", ")
            throw TemplateFailure(
                offset: offset,
                message: "there is no .\(names[0]) here; "
                    + (known.isEmpty ? "there are no fields" : "there are \(known)"))
        }
        guard names.count > 1 else { return value }
        guard names.count == 2, case .map(let map) = value else {
            throw TemplateFailure(offset: offset, message: ".\(names.joined(separator: ".")) leads nowhere")
        }
        return .text(map[names[1]] ?? "")
    }
}

/// The functions there are.
enum TemplateFunction: String, CaseIterable, Sendable {
    /// The value of a variable of the environment; empty where it is not set.
    case env
    /// One value of a map; empty where it is not there.
    case index
    /// Every run of what is neither letter nor digit becomes one `-`, none at the ends.
    case normalize
    /// `trimPrefix PREFIX TEXT`.
    case trimPrefix

    var argumentCount: Int {
        switch self {
        case .env, .normalize: 1
        case .index, .trimPrefix: 2
        }
    }

    /// For messages.
    static var known: String { allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ") }
}

/// As names of containers become part of names of hosts: `redis_cdn/backend` is `redis-cdn-backend`.
package func normalized(_ name: String) -> String {
    let isPart = { (scalar: Unicode.Scalar) in
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }
    return name.unicodeScalars.split { !isPart($0) }.map(String.init).joined(separator: "-")
}
