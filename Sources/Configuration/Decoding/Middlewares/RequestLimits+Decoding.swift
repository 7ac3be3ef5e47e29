extension RateLimit {
    init(_ section: Section) {
        self.init()
        average = section.integer("average", default: 0, in: 0...Int.max)
        period = section.duration("period", default: .seconds(1))
        if period == .zero { period = .seconds(1) }
        burst = max(1, section.integer("burst", default: 1, in: 0...Int.max))
        source = SourceCriterion(section, default: source)
        section.refuses("redis")
        section.finish()
    }
}

extension InFlightLimit {
    init(_ section: Section) {
        self.init()
        amount = section.integer("amount", default: 0, in: 0...Int.max)
        source = SourceCriterion(section, default: source)
        section.finish()
    }
}
