internal import CFuzzer

/// What every input goes to; set once, before the fuzzer starts.
nonisolated(unsafe) private var target: ([UInt8]) -> Void = { _ in }

/// Runs the fuzzer that the command line describes; a trap in `body` is a finding.
package func fuzz(_ body: @escaping ([UInt8]) -> Void) {
    unsafe target = body
    var count = CommandLine.argc
    var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = unsafe CommandLine.unsafeArgv
    _ = unsafe LLVMFuzzerRunDriver(&count, &arguments) { data, size in
        unsafe target(Array(UnsafeBufferPointer(start: data, count: size)))
        return 0
    }
}
