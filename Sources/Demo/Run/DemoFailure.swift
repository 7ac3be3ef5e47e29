/// Why the demo cannot go on, in words for whoever started it.
package struct DemoFailure: Error, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}
