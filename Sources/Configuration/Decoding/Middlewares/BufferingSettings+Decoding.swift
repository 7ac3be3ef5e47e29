extension BufferingSettings {
    private static let figures = ["IsNetworkError": 0, "ResponseCode": 0, "Attempts": 0]

    init(_ section: Section) {
        self.init()
        request = Side(section, of: "Request")
        response = Side(section, of: "Response")
        retryCondition = section.condition("retryExpression", figures: Self.figures)
        section.finish()
    }
}

extension BufferingSettings.Side {
    fileprivate init(_ section: Section, of side: String) {
        self.init()
        maximum = section.integer("max\(side)BodyBytes", default: 0, in: 0...Int.max)
        inMemory = section.integer("mem\(side)BodyBytes", default: inMemory, in: 0...Int.max)
        isDisabled = section.boolean("disable\(side)Buffer", default: false)
    }
}
