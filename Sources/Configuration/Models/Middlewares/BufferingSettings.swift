/// `buffering`: takes a request whole before the service sees any of it, and a response before the client does.
package struct BufferingSettings: Sendable, Equatable {
    /// How one direction is held.
    package struct Side: Sendable, Equatable {
        /// Bytes of a body at most; 0: no bound.
        package var maximum = 0
        /// Bytes of it held in memory; the rest is in a temporary file.
        package var inMemory = 1 << 20
        /// Passed on as it comes.
        package var isDisabled = false

        package init() {}
    }

    package var request = Side()
    package var response = Side()
    /// Sends the request again while this holds; over `IsNetworkError()`, `ResponseCode()` and `Attempts()`.
    package var retryCondition: Condition?

    package init() {}
}
