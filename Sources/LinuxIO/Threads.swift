internal import CLinux
internal import Glibc

/// Starts a detached thread that runs `body`; `name` (15 bytes at most) is what `top -H` shows.
package func startThread(named name: String, _ body: @escaping @Sendable () -> Void) {
    let start = ThreadStart(name: name, body: body)
    var thread = pthread_t()
    let result = unsafe pthread_create(
        &thread, nil,
        { argument in
            let start = unsafe Unmanaged<ThreadStart>.fromOpaque(argument!).takeRetainedValue()
            unsafe usher_name_thread(start.name)
            start.body()
            return nil
        }, Unmanaged.passRetained(start).toOpaque())
    precondition(result == 0, "no thread for \(name): \(Errno(result))")
    pthread_detach(thread)
}

private final class ThreadStart: Sendable {
    let name: String
    let body: @Sendable () -> Void

    init(name: String, body: @escaping @Sendable () -> Void) {
        self.name = name
        self.body = body
    }
}

/// Processors this process may keep busy: the lesser of its affinity and its cgroup's quota, at least 1.
package func availableProcessors() -> Int {
    let affinity = Int(usher_cpu_affinity_count())
    guard let quota = cgroupProcessorQuota() else { return affinity }
    return max(1, min(affinity, quota))
}

/// Quota of cgroup v2 (`cpu.max`) or v1, rounded up to whole processors; nil without a limit.
private func cgroupProcessorQuota() -> Int? {
    if let text = readSmallFile("/sys/fs/cgroup/cpu.max") {
        let parts = text.split(whereSeparator: \.isWhitespace)
        guard parts.count == 2, let quota = Int(parts[0]), let period = Int(parts[1]), period > 0 else { return nil }
        return (quota + period - 1) / period
    }
    guard let quota = readSmallFile("/sys/fs/cgroup/cpu/cpu.cfs_quota_us").flatMap({ Int($0.trimmedLine) }), quota > 0,
        let period = readSmallFile("/sys/fs/cgroup/cpu/cpu.cfs_period_us").flatMap({ Int($0.trimmedLine) }), period > 0
    else { return nil }
    return (quota + period - 1) / period
}

/// The first 4 KiB of a file under `/proc` or `/sys`; nil when it cannot be read.
package func readSmallFile(_ path: String) -> String? {
    let number = unsafe usher_open(path, O_RDONLY | O_CLOEXEC, 0)
    guard number >= 0 else { return nil }
    let file = Descriptor(owning: number)
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = unsafe read(file.number, &bytes, bytes.count)
    guard count >= 0 else { return nil }
    return String(decoding: bytes[..<count], as: UTF8.self)
}

extension String {
    var trimmedLine: String { String(prefix { $0 != "\n" }) }
}
