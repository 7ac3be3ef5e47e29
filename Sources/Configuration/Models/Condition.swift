/// A condition over measured figures: `NetworkErrorRatio() > 0.3 || LatencyAtQuantileMS(50.0) > 100`.
package indirect enum Condition: Sendable, Equatable {
    /// A figure with its arguments.
    package struct Figure: Sendable, Equatable {
        package var name: String
        package var arguments: [Double]

        package init(name: String, arguments: [Double] = []) {
            self.name = name
            self.arguments = arguments
        }
    }

    package enum Comparison: String, Sendable, CaseIterable {
        case atLeast = ">="
        case atMost = "<="
        case equal = "=="
        case notEqual = "!="
        case above = ">"
        case below = "<"
    }

    case compare(Figure, Comparison, Double)
    /// The figure is not 0.
    case holds(Figure)
    case not(Condition)
    case all([Condition])
    case any([Condition])

    /// Whether the condition holds for the figures that `value` gives.
    package func holds(_ value: (Figure) -> Double) -> Bool {
        switch self {
        case .compare(let figure, let comparison, let limit): comparison.holds(value(figure), limit)
        case .holds(let figure): value(figure) != 0
        case .not(let inner): !inner.holds(value)
        case .all(let parts): parts.allSatisfy { $0.holds(value) }
        case .any(let parts): parts.contains { $0.holds(value) }
        }
    }

    /// Every figure that the condition asks for.
    package var figures: [Figure] {
        switch self {
        case .compare(let figure, _, _), .holds(let figure): [figure]
        case .not(let inner): inner.figures
        case .all(let parts), .any(let parts): parts.flatMap(\.figures)
        }
    }
}

extension Condition.Comparison {
    fileprivate func holds(_ left: Double, _ right: Double) -> Bool {
        switch self {
        case .atLeast: left >= right
        case .atMost: left <= right
        case .equal: left == right
        case .notEqual: left != right
        case .above: left > right
        case .below: left < right
        }
    }
}
