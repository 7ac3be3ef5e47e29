extension CircuitBreakerSettings {
    private static let figures = ["NetworkErrorRatio": 0, "ResponseCodeRatio": 4, "LatencyAtQuantileMS": 1]

    /// Nil, with a complaint, when its expression is missing or no good.
    init?(_ section: Section) {
        let condition = section.condition("expression", figures: Self.figures)
        if condition == nil, section.take("expression")?.value == nil {
            section.complain("expression", nil, "expected a condition like NetworkErrorRatio() > 0.3")
        }
        var settings = Self(condition: condition ?? .all([]))
        settings.checkPeriod = section.duration("checkPeriod", default: settings.checkPeriod)
        settings.fallbackDuration = section.duration("fallbackDuration", default: settings.fallbackDuration)
        settings.recoveryDuration = section.duration("recoveryDuration", default: settings.recoveryDuration)
        settings.responseCode = section.integer("responseCode", default: settings.responseCode, in: 200...599)
        section.finish()
        guard condition != nil else { return nil }
        self = settings
    }
}
