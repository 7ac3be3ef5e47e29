/// `circuitBreaker`: stops asking a service that fails, for a while.
package struct CircuitBreakerSettings: Sendable, Equatable {
    /// When the circuit opens; over `NetworkErrorRatio()`, `ResponseCodeRatio(from, to, of, to)` and
    /// `LatencyAtQuantileMS(quantile)` of the last ten seconds.
    package var condition: Condition
    /// How often the condition is looked at.
    package var checkPeriod: Duration = .milliseconds(100)
    /// How long nothing is asked once it held.
    package var fallbackDuration: Duration = .seconds(10)
    /// How long after that only a growing share is asked.
    package var recoveryDuration: Duration = .seconds(10)
    /// What is answered meanwhile.
    package var responseCode = 503

    package init(condition: Condition) { self.condition = condition }
}
