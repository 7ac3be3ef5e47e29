/// A request's bytes while they are matched.
@safe struct RequestBytes: ~Copyable {
    let host: UnsafeRawBufferPointer
    /// The host without its first label; empty when it has but one.
    let parent: UnsafeRawBufferPointer
    let path: UnsafeRawBufferPointer

    init(host: UnsafeRawBufferPointer, path: UnsafeRawBufferPointer) {
        unsafe self.host = host
        unsafe self.path = path
        let dot = unsafe host.firstIndex(of: UInt8(ascii: ".")) ?? 0
        unsafe parent =
            dot > 0
            ? UnsafeRawBufferPointer(rebasing: host[(dot + 1)...]) : UnsafeRawBufferPointer(rebasing: host[..<0])
    }
}
